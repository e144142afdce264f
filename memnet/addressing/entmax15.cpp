// 1.5-entmax (Peters, Niculae & Martins 2019): a normalizer half way between softmax and sparsemax.
//   w_i = max(scores_i / 2 - tau, 0)^2, with tau such that w sums to 1
// Emission: none.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Entmax15 : public NormalizerStage {
 public:
  Var apply(const StageInputs& inputs) const override { return entmax15(inputs.input); }
};

}  // namespace

std::unique_ptr<Stage> make_entmax15_stage(const std::string&) { return std::make_unique<Entmax15>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
