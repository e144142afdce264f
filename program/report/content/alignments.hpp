// Alignments: where each word of an answer looked in its source, words or an image, from a trace.
#pragma once

#include <string>
#include <vector>

#include "memnet/io/run_record.hpp"

namespace memnet::report {

struct Alignments {
  struct Head {
    std::string title, panel;  // the panel's path in the trace
    const Matrix* weights;     // [places, steps]
    int across;                // of places on an image: how many stand beside each other; otherwise 0

    // Return the weights of a step as they stand on the image, and the largest weight of all steps. The first requires
    // places on an image.
    Matrix map(int step) const;
    double largest() const;
  };
  std::vector<std::string> source, target;
  const Matrix* image;  // [height, width], if the source is one; otherwise null
  std::vector<Head> heads;

  // Return the word of a place, or its number where places are no words, and the word of a step; the last step of an
  // answer may be its end.
  std::string place(int i) const;
  std::string step(int t) const;
};
// Returns what a trace holds of this; without heads if the model has no such weightings. The trace has to outlive it.
Alignments alignments_of(const RunRecord::Trace& trace);

}  // namespace memnet::report
