// Figures for papers, as vector graphics.
#pragma once

#include <vector>

#include "program/report/content/alignments.hpp"
#include "program/report/content/story_questions.hpp"
#include "program/report/drawing/chart.hpp"
#include "program/report/drawing/strip.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// Returns strips one below the other, with their names on the left and the time axis below. Requires at least one.
Markup strips_drawing(const std::vector<Strip>& strips);

// Returns the sentences before a question, each with its weight in every hop, then the question and its answer.
Markup story_drawing(const QuestionAsked& question);

// Returns an image, and for each head with places on it the image as each word of the answer lights it. Requires an
// image.
Markup image_drawing(const Alignments& all);

// Returns charts in rows of two, each below its title.
Markup charts_drawing(const std::vector<Chart>& charts);

}  // namespace memnet::report
