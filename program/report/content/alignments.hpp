// Alignments: where each word of an answer looked in its source, from a trace.
#pragma once

#include <string>
#include <vector>

#include "memnet/io/run_record.hpp"

namespace memnet::report {

struct Alignments {
  struct Head {
    std::string title, panel;  // the panel's path in the trace
    const Matrix* weights;     // [places, steps]
  };
  std::vector<std::string> source, target;
  std::vector<Head> heads;

  // Return the word of a place, or its number where places are no words, and the word of a step; the last step of an
  // answer may be its end.
  std::string place(int i) const;
  std::string step(int t) const;
};
// Returns what a trace holds of this; without heads if the model has no such weightings. The
// trace has to outlive it.
Alignments alignments_of(const RunRecord::Trace& trace);

}  // namespace memnet::report
