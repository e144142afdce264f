// Allocation (DNC: Graves et al. 2016, "Dynamic memory allocation"): a write head takes free slots, or those that the
// stages before it have chosen, or writes nothing.
//   w = g_w (g_a a + (1 - g_a) c), with a = allocation(u), g_a, g_w = sigmoid(.)
// Emission: allocation gate [1], write gate [1]; every read head emits a free gate, which releases what it has read.
//
// allocate:wipe also empties slots that are released; allocate:stopped passes no gradient from usage back to the write
// weighting before, as in the implementation of the authors; allocate:wipe,stopped does both.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Allocate : public TransformStage {
 public:
  Allocate(bool wipes, bool stopped)
      : tracker_(wipes && stopped ? "usage:wipe,stopped"
                 : wipes          ? "usage:wipe"
                 : stopped        ? "usage:stopped"
                                  : "usage") {}

  std::vector<EmittedVector> emission(int, int) const override {
    return {{"allocation_gate", {1, Activation::sigmoid}, TracedAxis::single},
            {"write_gate", {1, Activation::sigmoid}, TracedAxis::single}};
  }
  std::vector<std::string> trackers() const override { return {tracker_}; }
  const char* trace_name() const override { return "allocated"; }
  bool breaks_symmetry() const override { return true; }  // equally free slots are taken in order
  StateSet weighting_set() const override { return StateSet::subsimplex; }

  Var apply(const StageInputs& inputs) const override {
    const Var usage = inputs.trackers[0][0], a = allocation(usage);
    inputs.memory.tape().trace("allocation", TracedRole::stage, TracedAxis::slot, a);
    return scale(inputs.emitted[1], interpolate(inputs.emitted[0], a, inputs.input));
  }

 private:
  std::string tracker_;
};

}  // namespace

std::unique_ptr<Stage> make_allocate_stage(const std::string& argument) {
  const auto given = parse_words(argument, {"wipe", "stopped"});
  return given ? std::make_unique<Allocate>((*given)[0], (*given)[1]) : nullptr;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
