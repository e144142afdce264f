// Supervised hops: an auxiliary loss trains each hop to find the sentence that the answer follows from, where the task
// knows it (Weston, Chopra & Bordes 2014, section 3.1; in bAbI, the supporting facts).
#pragma once

#include <optional>
#include <string>

#include "memnet/addressing/pipeline.hpp"
#include "memnet/base/options.hpp"
#include "memnet/encoders/batch.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class HopSupervision {
 public:
  // The number of a question of the story, and of a hop of this question; both from 0.
  struct Place {
    int question, hop;
  };

  void declare(const Options::Section& options);
  // Throws an Error of kind usage if the options contradict each other, or the addressing, which is this pipeline.
  void build(const std::string& addressing, const Pipeline& pipeline);
  // Returns whether hops are supervised.
  bool active() const { return weight_ > 0; }
  // Adds the loss of the scores [N]. Returns the weighting [N] that the hop reads with: `w`, or the right sentence, if
  // hops follow facts in training. A sentence that is not known, or not in the memory, adds nothing.
  Var teach(Var scores, Var w, const Batch& batch, Place place) const;

 private:
  // The slot of the right sentence, [1] of each example, and 1 if it is known and in the memory.
  struct Fact {
    Var slot, known;
  };
  static Fact fact(Tape& tape, const Batch& batch, Place place, int slots);

  double weight_ = 0;
  std::string loss_ = "likelihood";
  std::optional<double> margin_;  // of loss_; none for the likelihood
  bool follow_facts_ = false;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
