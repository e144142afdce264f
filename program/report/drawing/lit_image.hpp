// Images as pictures: an image itself, and one that attention lights.
#pragma once

#include "memnet/base/matrix.hpp"
#include "program/report/drawing/png.hpp"

namespace memnet::report {

// Returns an image [height, width] as a picture, with one pixel for each number; from 0 to 1 they get brighter.
Picture picture_of_image(const Matrix& image);

// Returns the same image where each part is as bright as its weight: `map` [rows, columns] has weights of equal parts
// of the image, and `largest` gets the full brightness. Where nothing is drawn, the weight shows faintly.
Picture picture_of_lit_image(const Matrix& image, const Matrix& map, double largest);

}  // namespace memnet::report
