// The reader's slots (Santoro et al. 2016, MANN, eq. 7): a write head writes where it was told to, or where the read
// head beside it read in the step before.
//   w = g r_(t-1) + (1 - g) w_in, with g = sigmoid(.), r_(t-1) the weighting of that read head
// Emission: gate [1].
//
// The read head beside write head j is read head j, or the last one if there are fewer.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Reader : public TransformStage {
 public:
  std::vector<EmittedVector> emission(int, int) const override {
    return {{"reader_gate", {1, Activation::sigmoid}, TracedAxis::single}};
  }
  const char* trace_name() const override { return "with_reader"; }
  bool uses_reader() const override { return true; }

  Var apply(const StageInputs& inputs) const override {
    const Var g = inputs.emitted[0];
    return interpolate(g, inputs.reader, inputs.input);
  }
};

}  // namespace

std::unique_ptr<Stage> make_reader_stage(const std::string&) { return std::make_unique<Reader>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
