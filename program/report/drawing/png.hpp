// Small pictures that are embedded in a page.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "program/report/drawing/color.hpp"

namespace memnet::report {

// A picture whose pixels are indices into a list of colors. Rows run from top to bottom; color 0 is transparent.
struct Picture {
  int width = 0, height = 0;
  std::vector<std::uint8_t> pixels;
  std::vector<Color> colors;  // at most 256
};

// Returns the picture as PNG (ISO 15948). Equal pictures give equal bytes.
std::vector<std::byte> png(const Picture& picture);

std::string base64(std::span<const std::byte> bytes);

// Returns a URL that contains the picture itself: "data:image/png;base64,...".
std::string data_address(const Picture& picture);

}  // namespace memnet::report
