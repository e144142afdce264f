// The page's own style and scripts: the files in page/, which the build puts into the program.
#pragma once

#include <span>
#include <string_view>

namespace memnet::report {

struct Asset {
  std::string_view name;  // "cursor.js"
  std::string_view text;
  std::string_view sha256;  // in hexadecimal
};
std::span<const Asset> assets();

}  // namespace memnet::report
