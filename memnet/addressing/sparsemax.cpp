// Sparsemax (Martins & Astudillo 2016): like softmax, but scores far below the best get exactly nothing.
//   w = the point of the simplex nearest to the scores
// Emission: none.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Sparsemax : public NormalizerStage {
 public:
  Var apply(const StageInputs& focus) const override { return sparsemax(focus.signal); }
};

}  // namespace

std::unique_ptr<Stage> make_sparsemax_stage(const std::string&) { return std::make_unique<Sparsemax>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
