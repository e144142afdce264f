// The style and the scripts of reports: the files in page/, which the build embeds in the program.
#pragma once

#include <span>
#include <string_view>

namespace memnet::report {

struct Asset {
  std::string_view name;  // "chart.js"
  std::string_view text;
  std::string_view sha256;  // in hexadecimal
};
std::span<const Asset> assets();

}  // namespace memnet::report
