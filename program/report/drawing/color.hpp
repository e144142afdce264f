// Perceptually uniform color maps: equal differences of numbers look equally large.
#pragma once

#include <cstdint>
#include <string>

namespace memnet::report {

struct Color {
  std::uint8_t red, green, blue;
  std::string hex() const;  // "#440154"
  // Perceived lightness from 0 to 1 (the L of OKLab).
  double lightness() const;
  bool operator==(const Color&) const = default;
};

// How numbers are mapped to colors.
enum class Palette {
  amount,     // 0 to 1: viridis, dark to light
  deviation,  // -1 to 1: blue, nearly white at 0, red
};
Color color(Palette palette, double number);

}  // namespace memnet::report
