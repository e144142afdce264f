// An image on a page and in a figure, as each word of an answer lights it.
#pragma once

#include "program/report/content/alignments.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// Returns the image as an element with a caption. Requires an image.
Markup image_frame(const Alignments& all);

// Returns, for a head that looks at the image, the image and a picture of it for each word of the answer, which is as
// bright as the weights.
Markup map_frames(const Alignments& all, const Alignments::Head& head);

// Returns the same for all such heads as a drawing. Requires an image.
Markup image_drawing(const Alignments& all);

}  // namespace memnet::report
