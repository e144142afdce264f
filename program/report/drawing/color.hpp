// Colour maps that are perceptually uniform: equal steps of a number look like equal steps.
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace memnet::report {

struct Colour {
  std::uint8_t red, green, blue;
  std::string hex() const;  // "#440154"
  // How light it looks, 0 to 1 (the L of OKLab).
  double lightness() const;
  bool operator==(const Colour&) const = default;
};

// How the numbers of a picture become colours.
enum class Palette {
  amount,     // 0 to 1: viridis, dark to light
  deviation,  // -1 to 1: blue, nearly white at 0, red
};
Colour colour(Palette palette, double number);

}  // namespace memnet::report
