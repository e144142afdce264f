// A traced episode: what went in, what came out, and where the heads looked, on one axis of time.
#pragma once

#include <vector>

#include "memnet/io/run_record.hpp"
#include "program/report/drawing/strip.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// As in figure 6 of Graves, Wayne & Danihelka 2014: inputs, targets, outputs, errors; then what each write head adds
// and where; then where each read head looks, and what it reads. Answers are shown where they are scored.
std::vector<Strip> main_strips(const RunRecord::Trace& trace);
// Every other panel of heads, in the order in which a step makes them: key, strength, scores, content, gate, gated, ...
std::vector<Strip> inner_strips(const RunRecord::Trace& trace);

// The number of wrong bits among the scored ones.
struct Score {
  int wrong = 0, scored = 0;
};
Score score_of(const RunRecord::Trace& trace);

// Its pictures, `shown` and, on demand, `inner`; and its numbers. `from` is the place of the trace: a run, and where it
// stands in its file.
Markup episode_content(const RunRecord::Trace& trace, const std::vector<Strip>& shown, const std::vector<Strip>& inner,
                       const std::string& from);

}  // namespace memnet::report
