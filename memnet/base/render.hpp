// Pictures in text: a matrix as rows of characters, with time running to the right.
#pragma once

#include <string>
#include <string_view>

#include "memnet/base/matrix.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// Returns a character for a number between 0 and 1, from light to dark: " .:-=+*#%@"; '?' if it is not a number.
char shade(double number);

// Returns a line of shades for each row of x, with the title before the first line:
//
//     input  |@ @@  @ |
//            | @@ @   |
std::string render_rows(std::string_view title, const Matrix& x);
// Does the same, and shows steps where the mask [1, T] is 0 as '.'.
std::string render_rows(std::string_view title, const Matrix& x, const Matrix& mask);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
