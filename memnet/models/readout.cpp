#include "memnet/models/readout.hpp"

#include <algorithm>

#include "memnet/base/error.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// Returns what was read, and the state behind it.
Var concat_all(std::span<const Var> reads, Var s) {
  if (reads.empty()) return s;
  const std::span<Var> parts = s.tape().arena().allocate_array<Var>(reads.size() + 1);
  std::ranges::copy(reads, parts.begin());
  parts.back() = s;
  return concat(parts);
}

}  // namespace

void Readout::declare(const Options::Section& options) {
  options.add(
      "readout", kind_, {"linear", "attentional", "maxout", "deep"},
      "what is between a decoder and its logits: nothing; a layer of tanh units (Luong); pairs of units of which the "
      "larger one counts (Bahdanau); or a layer of tanh units to which the embedding of the word before is added (Xu)");
  options.add(
      "readout_size", chosen_size_, 0, 100000,
      "number of units of that layer; 0: as many as the state of the decoder has numbers, and with deep as many "
      "as an embedding");
  options.add(
      "readout_state", state_, {"now", "before"},
      "which state of the decoder the next word is read from: that of this step, or that of the step before, as "
      "Bahdanau et al. print it");
}

int Readout::size_for(int state, int read, int embedding) const {
  if (kind_ == "linear") return read + state;
  if (kind_ == "deep") return embedding;
  return chosen_size_ > 0 ? chosen_size_ : state;
}

void Readout::build(const Scope& scope, int state, int read, int embedding, int words) {
  size_ = size_for(state, read, embedding);
  if (kind_ == "deep" && chosen_size_ != 0 && chosen_size_ != embedding)
    fail(
        ErrorKind::usage,
        "model.readout_size = {}: with model.readout = deep the layer has as many units as an embedding, to which they "
        "are added, and model.embedding = {}; take 0",
        chosen_size_, embedding);
  if (kind_ == "attentional") inner_weights_ = scope("inner_weights", size_, read + state, Init::xavier());
  if (kind_ == "maxout") {
    inner_weights_ = scope("inner_weights", 2 * size_, state + embedding + read, Init::xavier());
    inner_bias_ = scope("inner_bias", 2 * size_, 1, Init::constant(0));
  }
  if (kind_ == "deep") {
    inner_weights_ = scope("inner_weights", size_, read + state, Init::xavier());
    inner_bias_ = scope("inner_bias", size_, 1, Init::constant(0));
  }
  weights_ = scope("weights", words, size_, Init::xavier());
  bias_ = scope("bias", words, 1, Init::constant(0));
}

Var Readout::vector(Var s, std::span<const Var> reads, Var e) const {
  Tape& tape = s.tape();
  if (kind_ == "maxout") {
    const std::span<Var> parts = tape.arena().allocate_array<Var>(reads.size() + 2);
    parts[0] = s;
    parts[1] = e;
    std::ranges::copy(reads, parts.begin() + 2);
    return maxout(affine(tape[inner_weights_], concat(parts), tape[inner_bias_]));
  }
  const Var both = concat_all(reads, s);
  if (kind_ == "deep") return tanh(add(e, affine(tape[inner_weights_], both, tape[inner_bias_])));
  return kind_ == "attentional" ? tanh(matvec(tape[inner_weights_], both)) : both;
}

Var Readout::logits(Var v) const {
  Tape& tape = v.tape();
  return affine(tape[weights_], v, tape[bias_]);
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
