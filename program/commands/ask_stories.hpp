// Questions about stories, for 'memnet ask'.
#pragma once

#include <string>

#include "program/experiment/experiment.hpp"

namespace memnet {

// Reads a story and questions from a file, or from standard input if `file` is "", and prints so many of the most
// probable answers to each question, and what each hop of the model attends to; at the end how many answers are as
// expected, if the input says what is expected.
void ask_about_stories(const Experiment& experiment, const std::string& file, int answers);

}  // namespace memnet
