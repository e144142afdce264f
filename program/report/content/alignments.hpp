// Alignments: where each word of an answer looked in its source, words or an image, where the words of a source looked
// at each other, and where those of an answer looked at the ones before, from a trace.
#pragma once

#include <string>
#include <vector>

#include "memnet/io/run_record.hpp"

namespace memnet::report {

struct Alignments {
  // What looks, and what it looks at.
  enum class Sides { answer_at_source, source_at_source, answer_at_answer };
  struct Head {
    std::string title, panel;  // the panel's path in the trace
    const Matrix* weights;     // [what it looks at, what looks]
    int across = 0;            // of places on an image: how many stand beside each other; otherwise 0
    Sides sides = Sides::answer_at_source;

    // Returns how many places, or steps, can be looked at.
    int places() const;
    // Return the weights of a step as they stand on the image, and the largest weight of all steps. The first requires
    // places on an image.
    Matrix map(int step) const;
    double largest() const;
  };
  std::vector<std::string> source, target;
  const Matrix* image;  // [height, width], if the source is one; otherwise null
  std::vector<Head> heads;

  // Return the word of a place that a head looks at, or its number where places are no words, and the word of a step
  // that looks; the last step of an answer may be its end. A step that is looked at has the word before it.
  std::string place(const Head& head, int i) const;
  std::string step(const Head& head, int t) const;
};
// Returns what a trace holds of this; without heads if the model has no such weightings. The trace has to outlive it.
Alignments alignments_of(const RunRecord::Trace& trace);

}  // namespace memnet::report
