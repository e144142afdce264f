// Sparsemax (Martins & Astudillo 2016): like softmax, but slots with low scores get a weight of exactly 0.
//   w = the point of the simplex that is closest to the scores
// Emission: none.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Sparsemax : public NormalizerStage {
 public:
  Var apply(const StageInputs& inputs) const override { return sparsemax(inputs.input); }
};

}  // namespace

std::unique_ptr<Stage> make_sparsemax_stage(const std::string&) { return std::make_unique<Sparsemax>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
