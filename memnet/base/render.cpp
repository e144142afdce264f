#include "memnet/base/render.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace memnet {
inline namespace MEMNET_PRECISION {

char shade(double number) {
  static constexpr std::string_view kShades = " .:-=+*#%@";
  if (std::isnan(number)) return '?';
  const double level = std::clamp(number, 0.0, 1.0) * static_cast<double>(kShades.size() - 1);
  return kShades[static_cast<std::size_t>(level + 0.5)];
}

std::string render_rows(std::string_view title, const Matrix& x, const Matrix& mask) {
  std::string picture;
  for (int row = 0; row < x.rows(); ++row) {
    picture += fmt::format("{:>12} |", row == 0 ? title : "");
    for (int t = 0; t < x.cols(); ++t) picture += mask(0, t) != 0 ? shade(static_cast<double>(x(row, t))) : '.';
    picture += "|\n";
  }
  return picture;
}

std::string render_rows(std::string_view title, const Matrix& x) {
  return render_rows(title, x, Matrix(1, x.cols(), 1));
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
