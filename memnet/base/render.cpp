#include "memnet/base/render.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace memnet {

char shade(double number) {
  static constexpr std::string_view kShades = " .:-=+*#%@";
  if (std::isnan(number)) return '?';
  const double level = std::clamp(number, 0.0, 1.0) * static_cast<double>(kShades.size() - 1);
  return kShades[static_cast<std::size_t>(level + 0.5)];
}

}  // namespace memnet
