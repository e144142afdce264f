#include "program/report/drawing/heat_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "memnet/base/text.hpp"
#include "program/text/json.hpp"
#include "program/text/printable.hpp"

namespace memnet::report {

int Coloring::step(double number) const {
  if (!std::isfinite(number)) return -1;
  const double share = palette == Palette::amount ? number / largest : (number / largest + 1) / 2;
  return static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * (kSteps - 1)));
}

Color Coloring::of_step(int step) const {
  const double share = static_cast<double>(step) / (kSteps - 1);
  return color(palette, palette == Palette::amount ? share : 2 * share - 1);
}

Coloring Coloring::widened(const Coloring& other) const {
  return {palette == Palette::amount ? other.palette : palette, std::max(largest, other.largest)};
}

Coloring coloring_of(const Matrix& matrix) {
  Coloring coloring;
  for (const Scalar number : matrix.numbers()) {
    if (number < 0) coloring.palette = Palette::deviation;
    if (std::isfinite(number)) coloring.largest = std::max(coloring.largest, std::abs(static_cast<double>(number)));
  }
  return coloring;
}

Picture picture_of(const Matrix& matrix, const Coloring& coloring) {
  Picture picture{.width = matrix.cols(), .height = matrix.rows(), .pixels = {}, .colors = {{}}};
  for (int step = 0; step < Coloring::kSteps; ++step) picture.colors.push_back(coloring.of_step(step));
  for (int row = 0; row < matrix.rows(); ++row)
    for (int t = 0; t < matrix.cols(); ++t)
      picture.pixels.push_back(static_cast<std::uint8_t>(1 + coloring.step(static_cast<double>(matrix(row, t)))));
  return picture;
}

Markup rectangles_of(const Matrix& matrix, const Coloring& coloring, double x, double y, double width, double height) {
  const double cell_width = width / matrix.cols(), cell_height = height / matrix.rows();
  Markup drawn;
  for (int row = 0; row < matrix.rows(); ++row)
    for (int from = 0, to = 0; from < matrix.cols(); from = to) {
      const int step = coloring.step(static_cast<double>(matrix(row, from)));
      for (to = from; to < matrix.cols() && coloring.step(static_cast<double>(matrix(row, to))) == step;) ++to;
      if (step < 0) continue;
      drawn += element("rect", {{"x", x + from * cell_width},
                                {"y", y + row * cell_height},
                                {"width", (to - from) * cell_width},
                                {"height", cell_height},
                                {"fill", coloring.of_step(step).hex()}});
    }
  return element("g", {{"shape-rendering", "crispEdges"}}, {drawn});  // no hairlines between neighbours
}

std::string panel_json(const std::string& name, const Matrix& matrix, int first) {
  const std::span<const Scalar> numbers = matrix.numbers();
  const auto spelled = [&](std::size_t i) {
    return std::isfinite(numbers[i]) ? fmt::format("{}", std::nearbyint(1000 * static_cast<double>(numbers[i])) + 0.0)
                                     : "nan";
  };
  std::string list;
  for (std::size_t from = 0, to = 0; from < numbers.size(); from = to) {
    const std::string number = spelled(from);
    for (to = from + 1; to < numbers.size() && spelled(to) == number;) ++to;
    append_item(list, number, " ");
    if (to - from > 1) list += fmt::format("*{}", to - from);
  }
  return fmt::format("{{\"name\":{},\"rows\":{},\"first\":{},\"thousandths\":\"{}\"}}", json_string(printable(name)),
                     matrix.rows(), first, list);
}

}  // namespace memnet::report
