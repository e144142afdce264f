// The kinds of targets: what an answer consists of, and all that follows from it.
#pragma once

#include <span>

#include "memnet/base/scalar.hpp"
#include "memnet/base/trace_label.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// What an answer consists of, and therefore how it is scored.
//   bits      several bits, each scored by itself
//   word      one word of a vocabulary
//   numbers   several real numbers, each right within a tolerance
enum class TargetKind {
#define MEMNET_TARGET_KIND(name, loss) name,
#include "memnet/data/target_kind.def"
#undef MEMNET_TARGET_KIND
};

// Answers of a model are logits; what is shown and compared with an oracle are probabilities, or the numbers.
enum class AnswerForm { logits, probabilities };

// A line of the table of kinds.
struct TargetKindEntry {
  const char* plural;  // what is scored: "bits"
  bool one_word;       // a target is a single number, that of a word; otherwise it has as many as there are outputs
  TracedAxis targets;  // what the numbers of a target, and of an answer, are indexed by
  TracedAxis answers;
  // Turns the logits of an answer into probabilities, in place.
  void (*to_probabilities)(std::span<Scalar> logits);
  // Returns the cost of an answer, given as probabilities: its negative log-likelihood in nats, for numbers that of a
  // Gaussian of variance 1 without its constant.
  double (*cost)(std::span<const Scalar> answer, std::span<const Scalar> target);
  // Returns how many bits, words or numbers of an answer are wrong. A bit is answered with 1 if its logit is above 0,
  // and a word is the one with the largest logit. A number is right if it is off by the tolerance at most.
  int (*wrong)(std::span<const Scalar> answer, std::span<const Scalar> target, AnswerForm form, double tolerance);

  // Returns the number of rows of a target, given the number of outputs.
  int target_rows(int outputs) const { return one_word ? 1 : outputs; }
};
const TargetKindEntry& entry_of(TargetKind kind);
std::span<const TargetKindEntry* const> all_target_kinds();  // in the order of TargetKind

}  // namespace MEMNET_PRECISION
}  // namespace memnet
