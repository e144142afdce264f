// The section of a traced episode: its inputs and outputs and the weightings of the heads, on one time axis.
#pragma once

#include <vector>

#include "memnet/io/run_record.hpp"
#include "program/report/drawing/strip.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// Returns the main pictures of a trace, ordered as in figure 6 of Graves, Wayne & Danihelka 2014: inputs, targets,
// outputs, errors; written vectors and the weightings of write heads; all other weightings; states of memories; read
// vectors. They are selected by their roles, not by the names of heads. Targets and outputs are
// shown at the scored steps.
std::vector<Strip> main_strips(const RunRecord::Trace& trace);
// Returns all other values of the model, in the order in which a step computes them: key, strength, scores, ...
std::vector<Strip> inner_strips(const RunRecord::Trace& trace);

// The number of scored bits, words or numbers, and of wrong ones among them.
struct Score {
  int wrong = 0, scored = 0;
  const char* what = "";  // "bits"
};
// `tolerance` is how far a number may be off.
Score score_of(const RunRecord::Trace& trace, double tolerance);

// Returns the pictures of an episode, `shown` and, folded at first, `inner`; and its numbers for the script of the
// page.
// `tolerance` is how far a number of an answer may be off. `from` names the trace: a run, and a group in its file.
Markup episode_content(const RunRecord::Trace& trace, const std::vector<Strip>& shown, const std::vector<Strip>& inner,
                       double tolerance, const std::string& from);

}  // namespace memnet::report
