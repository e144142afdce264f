// Pictures made of text: a matrix as rows of characters, time running to the right.
#pragma once

#include <string>
#include <string_view>

#include "memnet/base/matrix.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// One character for a number between 0 and 1: " .:-=+*#%@", from light to dark; '?' for none.
char shade(double number);

// Each row of x as a line of shades, the title before the first:
//
//     input  |@ @@  @ |
//            | @@ @   |
std::string draw_rows(std::string_view title, const Matrix& x);
// The same; steps that the mask [1, T] does not score are drawn as '.'.
std::string draw_rows(std::string_view title, const Matrix& x, const Matrix& mask);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
