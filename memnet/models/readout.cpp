#include "memnet/models/readout.hpp"

#include <algorithm>

#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

void Readout::declare(const Options::Section& options) {
  options.add(
      "readout", kind_, {"linear", "attentional", "maxout"},
      "what is between a decoder and its logits: nothing; a layer of tanh units (Luong); or pairs of units of which "
      "the larger one counts (Bahdanau)");
  options.add("readout_size", chosen_size_, 0, 100000,
              "number of units of that layer; 0: as many as the state of the decoder has numbers");
  options.add(
      "readout_state", state_, {"now", "before"},
      "which state of the decoder the next word is read from: that of this step, or that of the step before, as "
      "Bahdanau et al. print it");
}

int Readout::size_for(int state, int read) const {
  if (kind_ == "linear") return read + state;
  return chosen_size_ > 0 ? chosen_size_ : state;
}

void Readout::build(const Scope& scope, int state, int read, int embedding, int words) {
  size_ = size_for(state, read);
  if (kind_ == "attentional") inner_weights_ = scope("inner_weights", size_, read + state, Init::xavier());
  if (kind_ == "maxout") {
    inner_weights_ = scope("inner_weights", 2 * size_, state + embedding + read, Init::xavier());
    inner_bias_ = scope("inner_bias", 2 * size_, 1, Init::constant(0));
  }
  weights_ = scope("weights", words, size_, Init::xavier());
  bias_ = scope("bias", words, 1, Init::constant(0));
}

Readout::Result Readout::apply(Var s, std::span<const Var> reads, Var e) const {
  Tape& tape = s.tape();
  Var v;
  if (kind_ == "maxout") {
    const std::span<Var> parts = tape.arena().allocate_array<Var>(reads.size() + 2);
    parts[0] = s;
    parts[1] = e;
    std::ranges::copy(reads, parts.begin() + 2);
    v = maxout(affine(tape[inner_weights_], concat(parts), tape[inner_bias_]));
  } else {
    v = concat_all(reads, {s});
    if (kind_ == "attentional") v = tanh(matvec(tape[inner_weights_], v));
  }
  return {v, affine(tape[weights_], v, tape[bias_])};
}

Var concat_all(std::span<const Var> reads, std::initializer_list<Var> others) {
  Tape& tape = others.begin()->tape();
  const std::span<Var> parts = tape.arena().allocate_array<Var>(reads.size() + others.size());
  std::ranges::copy(reads, parts.begin());
  auto next = std::ranges::copy_if(others, parts.begin() + static_cast<std::ptrdiff_t>(reads.size()), [](Var x) {
                return static_cast<bool>(x);
              }).out;
  const std::span<Var> all = parts.first(static_cast<std::size_t>(next - parts.begin()));
  return all.size() == 1 ? all[0] : concat(all);
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
