#include "memnet/models/decoder_start.hpp"

#include <algorithm>

#include "memnet/base/error.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

void DecoderStart::declare(const Options::Section& options) {
  options.add("start", kind_, {"mapped", "copied", "shown", "learned"},
              "the state that the decoder starts with: a learned map of the encoder's summary; the last state of the "
              "encoder; what a learned one becomes when the summary is shown in place of a word (Show and Tell); or a "
              "learned one, the same for all sources");
}

void DecoderStart::build(const Scope& scope, const Named<Cell>& controller, const Named<Encoder>& encoder, int inputs) {
  const std::vector<StatePart> parts = controller.part.state_parts(), ends = encoder.part.state_parts();
  const int summary = encoder.part.summary_size();
  if (kind_ == "copied") {
    const bool fits = std::ranges::equal(parts, ends, [](const StatePart& part, const StatePart& end) {
      return part.rows == end.rows && part.cols == end.cols;
    });
    if (!fits || parts.empty())
      fail(ErrorKind::usage,
           "model.start = copied: the state of model.controller = {} does not have the parts and sizes of that of "
           "model.encoder = {}; take the same cell, size and layers for both, or model.start = mapped",
           controller.name, encoder.name);
  }
  if (kind_ == "shown") {
    if (parts.empty())
      fail(ErrorKind::usage,
           "model.start = shown: model.controller = {} keeps no state, so it would forget what it is shown; take gru, "
           "lstm or rnn, or model.start = mapped",
           controller.name);
    weights_.push_back(scope("weights", inputs, summary, Init::xavier()));
    biases_.push_back(scope("bias", inputs, 1, Init::constant(0)));
  }
  if (kind_ != "mapped") return;
  for (const StatePart& part : parts) {
    if (part.cols > 1)
      fail(
          ErrorKind::usage,
          "model.start = mapped: the state of model.controller = {} holds {} x {} numbers of earlier steps, and before "
          "the first step there are none; take model.start = learned",
          controller.name, part.rows, part.cols);
    const Scope of_part = scope / part.name;
    weights_.push_back(of_part("weights", part.rows, summary, Init::xavier()));
    biases_.push_back(of_part("bias", part.rows, 1, Init::constant(0)));
  }
}

State DecoderStart::of(Tape& tape, const Cell& controller, const Encoder::Encoded& encoded,
                       std::span<const Var> prepared) const {
  if (is_learned()) return controller.start(tape);
  if (kind_ == "copied") return encoded.last;
  const auto map = [&](std::size_t i) { return affine(tape[weights_[i]], encoded.summary, tape[biases_[i]]); };
  if (kind_ == "shown") return controller.step({.x = map(0), .prepared = prepared}, controller.start(tape)).state;
  const std::span<Var> state = tape.arena().allocate_array<Var>(weights_.size());
  for (std::size_t i = 0; i < state.size(); ++i) state[i] = tanh(map(i));
  return state;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
