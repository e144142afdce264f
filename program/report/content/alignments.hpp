// Alignments: where each word of an answer looked in its source, and where each place of the source looked itself, from a
// trace.
#pragma once

#include <string>
#include <vector>

#include "memnet/io/run_record.hpp"

namespace memnet::report {

struct Alignments {
  struct Head {
    std::string title, panel;  // the panel's path in the trace
    const Matrix* weights;     // [places, steps], or [places, places]
    bool is_of_places;         // whether it is places that look, not the steps of the answer
  };
  std::vector<std::string> source, target;
  std::vector<Head> heads;

  // Returns the word of a place, or its number where places are no words.
  std::string place(int i) const;
  // Returns the word that looks in this column of the weights of a head; the last step of an answer may be its end.
  std::string looks(const Head& head, int column) const;
};
// Returns what a trace holds of this; without heads if the model has no such weightings. The
// trace has to outlive it.
Alignments alignments_of(const RunRecord::Trace& trace);

}  // namespace memnet::report
