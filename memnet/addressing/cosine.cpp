// Cosine score of the NTM (eq. 5, 6): the angle between a key and each slot, times a key strength.
//   scores_i = beta cos(k, M_i), with beta = softplus(.)
// Emission: key [W], key strength [1] unless there is `none`, with `mask` also a mask [W].
//
// cosine:1 is the score of the DNC (Graves et al. 2016): key strengths are 1 + softplus(.), and 1e-6 is added to the
// product of the norms, cos(k, m) = k.m / (|k| |m| + 1e-6). Other words, which may be joined by commas:
//
//   mask     a mask sigmoid(.) multiplies the key and the slots first, so that a head compares some of the numbers in a
//            slot to find the others (Csordas & Schmidhuber 2019, masked content)
//   none     there is no key strength: the scores are cosines, from -1 to 1 (MANN); the stage `strength` may follow. Of
//            cosine:1 only the 1e-6 is left
//   tanh     the key is tanh(.)
//   rooted   cos(k, m) = k.m / sqrt(|k|^2 |m|^2 + 1e-6), as in public code of MANN
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Cosine : public ScoreStage {
 public:
  struct Words {
    bool as_dnc, masked, without_strength, tanh, rooted;
  };
  explicit Cosine(Words given) : given_(given) {}

  std::vector<EmittedVector> emission(int, int width) const override {
    std::vector<EmittedVector> vectors = {key(width)};
    if (given_.tanh) vectors[0].segment.activation = Activation::tanh;
    if (!given_.without_strength) {
      vectors.push_back(strength());
      if (given_.as_dnc) vectors[1].segment.activation = Activation::one_plus_softplus;
    }
    if (given_.masked) vectors.push_back({"mask", {width, Activation::sigmoid}, TracedAxis::feature});
    return vectors;
  }

  Var apply(const StageInputs& inputs) const override {
    Var M = inputs.memory, k = inputs.emitted[0];
    const Var beta = given_.without_strength ? M.tape().constant(1, 1, 1, 1) : inputs.emitted[1];
    if (given_.masked) {
      M = scale_columns(M, inputs.emitted.back());
      k = hadamard(k, inputs.emitted.back());
    }
    return cosine_similarity(M, k, beta, given_.as_dnc || given_.rooted ? Scalar(1e-6) : Scalar(0), given_.rooted);
  }

 private:
  Words given_;
};

}  // namespace

std::unique_ptr<Stage> make_cosine_stage(const std::string& argument) {
  const auto given = parse_words(argument, {"1", "mask", "none", "tanh", "rooted"});
  if (!given || ((*given)[0] && (*given)[4])) return nullptr;
  const std::vector<bool>& g = *given;
  return std::make_unique<Cosine>(Cosine::Words{g[0], g[1], g[2], g[3], g[4]});
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
