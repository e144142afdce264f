// Cosine score of the NTM (eq. 5, 6): the angle between a key and each slot, times a key strength.
//   scores_i = beta cos(k, M_i), with beta = softplus(.)
// Emission: key [W], key strength [1], with `mask` also a mask [W].
//
// cosine:1 is the score of the DNC (Graves et al. 2016): key strengths are 1 + softplus(.), and 1e-6 is added to the
// product of the norms, cos(k, m) = k.m / (|k| |m| + 1e-6). With cosine:mask, or cosine:1,mask, a mask sigmoid(.)
// multiplies the key and the slots first, so that a head compares some of the numbers in a slot to find the others
// (Csordás & Schmidhuber 2019, masked content).
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Cosine : public ScoreStage {
 public:
  Cosine(bool as_dnc, bool masked) : as_dnc_(as_dnc), masked_(masked) {}

  std::vector<EmittedVector> emission(int, int width) const override {
    std::vector<EmittedVector> vectors = {key(width), strength()};
    if (as_dnc_) vectors[1].segment.activation = Activation::one_plus_softplus;
    if (masked_) vectors.push_back({"mask", {width, Activation::sigmoid}, TracedAxis::feature});
    return vectors;
  }

  Var apply(const StageInputs& inputs) const override {
    Var M = inputs.memory, k = inputs.emitted[0];
    const Var beta = inputs.emitted[1];
    if (masked_) {
      M = scale_columns(M, inputs.emitted[2]);
      k = hadamard(k, inputs.emitted[2]);
    }
    return cosine_similarity(M, k, beta, as_dnc_ ? Scalar(1e-6) : Scalar(0));
  }

 private:
  bool as_dnc_, masked_;
};

}  // namespace

std::unique_ptr<Stage> make_cosine_stage(const std::string& argument) {
  const auto given = parse_words(argument, {"1", "mask"});
  return given ? std::make_unique<Cosine>((*given)[0], (*given)[1]) : nullptr;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
