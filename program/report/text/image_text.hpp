// A traced image as text, and where each word of the answer looked on it.
#pragma once

#include <string>

#include "program/report/content/alignments.hpp"

namespace memnet {

// Returns an image with a character for each pixel. A line has at most 80 characters; a last line says what is left
// out.
std::string draw_image(const Matrix& image);

// Returns a frame for each word, with the weights of the places as they stand on the image, and frames beside each
// other as they fit into a line of 80 characters. Requires places on an image.
std::string draw_maps(const report::Alignments& all, const report::Alignments::Head& head);

}  // namespace memnet
