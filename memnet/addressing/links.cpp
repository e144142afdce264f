// Links (DNC: Graves et al. 2016, "Temporal memory linkage"): a read head moves on to the slot that was written next,
// or back to the one that was written before, or stays with what the stages before it have chosen.
//   w = pi_1 L^T w_before + pi_2 c + pi_3 L w_before, with pi = softmax(.)
// Emission: read modes [3]: backward, content, forward.
//
// The weights of slots without links are missing, so the sum of w may be less than 1. links:sharp raises the two
// directions to learned powers and normalizes them, so that it is 1 (Csordás & Schmidhuber 2019, sharpness of links);
// emission then also: forward sharpness [1], backward sharpness [1], both 1 + softplus(.).
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Links : public TransformStage {
 public:
  explicit Links(bool sharp) : sharp_(sharp) {}

  std::vector<EmittedVector> emission(int, int) const override {
    std::vector<EmittedVector> vectors = {{"read_modes", {3, Activation::softmax}, TracedAxis::mode}};
    if (sharp_)
      for (const char* name : {"forward_sharpness", "backward_sharpness"})
        vectors.push_back({name, {1, Activation::one_plus_softplus}, TracedAxis::single});
    return vectors;
  }
  std::vector<std::string> trackers() const override { return {"links"}; }
  const char* trace_name() const override { return "followed"; }
  StateSet weighting_set() const override { return sharp_ ? StateSet::simplex : StateSet::subsimplex; }

  Var apply(const StageInputs& inputs) const override {
    const State followed = inputs.trackers[0].subspan(2);  // forward of every head, then backward of every head
    Var forward = followed[static_cast<std::size_t>(inputs.head)],
        backward = followed[static_cast<std::size_t>(inputs.heads + inputs.head)];
    Tape& tape = inputs.memory.tape();
    tape.trace("forward", TracedRole::stage, TracedAxis::slot, forward);
    tape.trace("backward", TracedRole::stage, TracedAxis::slot, backward);
    if (sharp_) {
      const Var least = tape.constant(forward.rows(), 1, 1, Scalar(1e-6));
      forward = sharpen(add(forward, least), inputs.emitted[1]);
      backward = sharpen(add(backward, least), inputs.emitted[2]);
      tape.trace("forward_sharpened", TracedRole::stage, TracedAxis::slot, forward);
      tape.trace("backward_sharpened", TracedRole::stage, TracedAxis::slot, backward);
    }
    const Var parts[] = {backward, inputs.input, forward};
    return blend(inputs.emitted[0], parts);
  }

 private:
  bool sharp_;
};

}  // namespace

std::unique_ptr<Stage> make_links_stage(const std::string& argument) {
  const auto given = parse_words(argument, {"sharp"});
  return given ? std::make_unique<Links>((*given)[0]) : nullptr;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
