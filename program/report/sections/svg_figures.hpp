// Figures for papers, as vector graphics.
#pragma once

#include <vector>

#include "program/report/content/story_questions.hpp"
#include "program/report/drawing/chart.hpp"
#include "program/report/drawing/strip.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// Strips one below the other, with their names on the left and the axis of time below.
Markup strips_drawing(const std::vector<Strip>& strips);

// The sentences before a question, each with its weight in every hop; then question and answer.
Markup story_drawing(const QuestionAsked& question);

// Charts in rows of two, each under its title.
Markup charts_drawing(const std::vector<Chart>& charts);

}  // namespace memnet::report
