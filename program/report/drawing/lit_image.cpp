#include "program/report/drawing/lit_image.hpp"

#include <algorithm>

#include "program/report/drawing/heat_map.hpp"

namespace memnet::report {

Picture picture_of_image(const Matrix& image) { return picture_of(image, Coloring{}); }

Picture picture_of_lit_image(const Matrix& image, const Matrix& map, double largest) {
  constexpr double kGround = 0.3;  // of the brightness, where nothing is drawn
  Matrix lit = image;
  for (int y = 0; y < image.rows(); ++y)
    for (int x = 0; x < image.cols(); ++x) {
      const double drawn = std::clamp(static_cast<double>(image(y, x)), 0.0, 1.0),
                   weight = static_cast<double>(map(y * map.rows() / image.rows(), x * map.cols() / image.cols()));
      lit(y, x) = static_cast<Scalar>((kGround + (1 - kGround) * drawn) * weight / largest);
    }
  return picture_of(lit, Coloring{});
}

}  // namespace memnet::report
