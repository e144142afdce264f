// Chooses the slot with the largest score, in training too. The scores get no gradient: what a hard choice is worth
// without an estimator of one.
// Emission: none.
#include "memnet/addressing/choice.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Argmax : public NormalizerStage {
 public:
  Slope slope() const override { return Slope::none; }
  bool breaks_symmetry() const override { return true; }  // the first of equal slots is chosen
  const char* trace_name() const override { return "choice"; }

  Var apply(const StageInputs& inputs) const override {
    const bool soft = inputs.memory.tape().choosing().way == Choosing::Way::soft;
    return soft ? softmax(inputs.input) : most_probable(inputs.input);
  }
};

}  // namespace

std::unique_ptr<Stage> make_argmax_stage(const std::string&) { return std::make_unique<Argmax>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
