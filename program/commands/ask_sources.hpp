// Sources to be answered, for 'memnet ask'.
#pragma once

#include <string>

#include "program/experiment/experiment.hpp"

namespace memnet {

// Reads sources, a line each, from a file, or from standard input if `file` is "", and prints the answer to each of
// them: at most `longest` words, and, if it `draws` or the sources are typed, where each word looked. `unit` is the
// task.unit of the run; "" if its task has no such option.
void ask_sources(const Experiment& experiment, const std::string& unit, const std::string& file, int longest,
                 bool draws);

}  // namespace memnet
