// A traced episode: inputs, answers, and the weightings of the heads, on one axis of time.
#pragma once

#include <vector>

#include "memnet/io/run_record.hpp"
#include "program/report/drawing/strip.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// Returns the main pictures of a trace, ordered as in figure 6 of Graves, Wayne & Danihelka 2014: inputs, targets,
// outputs, errors; written vectors and the weightings of write heads; all other weightings; states of memories; read
// vectors. They are chosen by their roles, whatever the heads are called. Answers are shown where they are scored.
std::vector<Strip> main_strips(const RunRecord::Trace& trace);
// Returns all other values of the model, in the order in which a step computes them: key, strength, scores, ...
std::vector<Strip> inner_strips(const RunRecord::Trace& trace);

// Counts wrong bits among the scored ones.
struct Score {
  int wrong = 0, scored = 0;
};
Score score_of(const RunRecord::Trace& trace);

// Returns the pictures of an episode, `shown` and, behind a fold, `inner`; and its numbers for the page's script.
// `from` names the trace: a run, and a group in its file.
Markup episode_content(const RunRecord::Trace& trace, const std::vector<Strip>& shown, const std::vector<Strip>& inner,
                       const std::string& from);

}  // namespace memnet::report
