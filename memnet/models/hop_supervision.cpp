#include "memnet/models/hop_supervision.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"
#include "memnet/encoders/sentence_encoder.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// Reads model.supervision_loss. Returns the margin; nothing for the likelihood.
std::optional<double> margin_in(const std::string& loss) {
  if (loss == "likelihood") return {};
  const auto [name, argument] = split_argument(loss);
  const std::optional<double> margin = parse_number<double>(argument);
  if (name != "margin" || !margin || !(*margin >= 0 && *margin <= 100))
    fail(
        ErrorKind::usage,
        "model.supervision_loss = {} is not possible; write likelihood, or margin:M, such as margin:0.1, with M from 0 "
        "to 100",
        loss);
  return margin;
}

std::string canonical_loss(const std::string& loss) {
  const auto [name, argument] = split_argument(loss);
  return argument.empty() ? name : fmt::format("{}:{}", name, canonical_number(argument));
}

// Returns [N] for each example: 1 at this slot [1], 0 elsewhere.
Var one_hot(Var slot, int slots) {
  const Var w = slot.tape().constant(slots, 1, slot.batch(), 0);
  for (int b = 0; b < slot.batch(); ++b) w.value(b)[static_cast<int>(*slot.value(b))] = 1;
  return w;
}

}  // namespace

void HopSupervision::declare(const Options::Section& options) {
  options.add(
      "supervision", weight_, 0, 1000,
      "weight of an auxiliary loss that trains hops to find the sentences that the answer follows from; 0: hops are "
      "not supervised");
  options.add("supervision_loss", loss_, canonical_loss,
              "how the scores of the right sentence are trained: likelihood (of a softmax), or margin:M, to lead all "
              "others by M");
  options.add(
      "follow_facts", follow_facts_,
      "in training a hop reads the right sentence, whichever one it found, so that the next hop learns from it");
}

void HopSupervision::build(const std::string& addressing, const Pipeline& pipeline) {
  margin_ = margin_in(loss_);
  if (active() && !pipeline.begins_with_scores())
    fail(ErrorKind::usage,
         "model.supervision = {} trains scores, but model.addressing = {} has none; take 0, or begin with a score such "
         "as 'dot'",
         weight_, addressing);
  if (margin_ && !active())
    fail(ErrorKind::usage,
         "model.supervision_loss = {}, but model.supervision = 0, so hops are not supervised; take a "
         "supervision above 0",
         loss_);
  if (follow_facts_ && !active())
    fail(ErrorKind::usage,
         "model.follow_facts = yes, but model.supervision = 0, so no hop would learn to find a sentence; take a "
         "supervision above 0");
}

// Hop k should find the k-th fact of the question; hops beyond the last fact stay there.
HopSupervision::Fact HopSupervision::fact(Tape& tape, const Batch& batch, Place place, int slots) {
  const Fact fact{tape.constant(1, 1, batch.size, 0), tape.constant(1, 1, batch.size, 0)};
  for (int b = 0; b < batch.size; ++b) {
    const Context& story = batch.episodes[static_cast<std::size_t>(b)].context;
    if (place.question >= story.supports.size() || story.supports[place.question].empty()) continue;
    const std::span<const int> facts = story.supports[place.question];
    const int sentence = facts[std::min(static_cast<std::size_t>(place.hop), facts.size() - 1)];
    const int slot = sentence - (story.sentences.size() - SentenceEncoder::kept(story, slots));
    if (slot < 0) continue;
    *fact.slot.value(b) = static_cast<Scalar>(slot);
    *fact.known.value(b) = 1;
  }
  return fact;
}

Var HopSupervision::teach(Var scores, Var w, const Batch& batch, Place place) const {
  Tape& tape = scores.tape();
  const Fact right = fact(tape, batch, place, scores.rows());
  const Var loss = margin_ ? margin_loss(scores, right.slot, right.known, static_cast<Scalar>(*margin_))
                           : categorical_loss(scores, right.slot, right.known);
  tape.add_loss("supervision", scale(tape.constant(1, 1, 1, static_cast<Scalar>(weight_)), loss));
  const bool follows = follow_facts_ && batch.mode == Mode::train;
  return follows ? interpolate(right.known, one_hot(right.slot, scores.rows()), w) : w;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
