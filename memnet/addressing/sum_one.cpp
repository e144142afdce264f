// Features divided by their sum (Schlag, Irie & Schmidhuber 2021): their products then depend on angles more than on
// lengths. The features must not be negative, as those of elu and dpfp are.
//   x / sum x
// Emission: none.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class SumOne : public FeatureStage {
 public:
  bool needs_nonnegative() const override { return true; }

  Var apply(const StageInputs& inputs) const override {
    const Var x = inputs.input;
    return divide_by_dot(x, x.tape().constant(x.rows(), 1, 1, 1));
  }
};

}  // namespace

std::unique_ptr<Stage> make_sum_one_stage(const std::string&) { return std::make_unique<SumOne>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
