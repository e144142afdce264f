// A mixture with the weighting of another pipeline, which takes the same memory and has an emission of its own.
//   w = m w_other + (1 - m) w_in, with m = sigmoid(.)
// Emission: share [1], then that of the other pipeline.
//
// Example: dot | softmax | mix(window:step | softmax) addresses by content and by a window (Dubois et al. 2020). The
// mixture with the weighting of the step before, mix(previous), is `gate` with its gate reversed.
#include "memnet/addressing/pipeline.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Mix : public TransformStage {
 public:
  explicit Mix(std::string text) : text_(std::move(text)) {}

  void fit(int slots, int width) override { other_.emplace(text_, slots, width); }
  std::string unsupported_reason(int, int) const override {
    return other_->gives_features() ? "mixes weightings, but the pipeline in its parentheses gives features" : "";
  }
  std::vector<EmittedVector> emission(int, int) const override {
    std::vector<EmittedVector> all{{"share", {1, Activation::sigmoid}, TracedAxis::single}};
    all.insert(all.end(), other_->emitted().begin(), other_->emitted().end());
    return all;
  }
  std::vector<double> emission_start() const override {
    std::vector<double> start{0};
    start.insert(start.end(), other_->emission_start().begin(), other_->emission_start().end());
    return start;
  }
  std::vector<StageParameter> parameters(int, int) const override {
    std::vector<StageParameter> all;
    for (const Pipeline::Parameter& p : other_->parameters()) all.push_back({p.name.c_str(), p.rows, p.cols, p.init});
    return all;
  }
  std::vector<InitialState> state(int, int) const override { return other_->state(); }
  std::size_t prepares() const override { return other_->prepares(); }
  std::span<const Var> prepare(Var memory, std::span<const Var> parameters) const override {
    return other_->prepare(memory, parameters);
  }
  std::vector<std::string> trackers() const override { return other_->trackers(); }
  const char* trace_name() const override { return "mixed"; }

  bool breaks_symmetry() const override { return other_->breaks_symmetry(); }
  bool uses_scores() const override { return other_->uses_scores(); }
  bool uses_previous() const override { return other_->uses_previous(); }
  bool uses_reader() const override { return other_->uses_reader(); }
  bool leaves_out() const override { return other_->leaves_out(); }
  Slope slope() const override { return other_->slope(); }
  StateSet weighting_set() const override { return other_->output_set(); }
  bool needs_oracle() const override { return other_->needs_oracle(); }

  Var apply(const StageInputs& inputs) const override {
    // Run files have a group of what the other pipeline traces, beside the output of this stage.
    const Tape::TraceScope scope(inputs.memory.tape(), std::string(inputs.trace_name) + "_in");
    const Var m = inputs.emitted[0];
    const Var other = other_->address(inputs.emitted.subspan(1), inputs);
    return interpolate(m, other, inputs.input);
  }

 private:
  std::string text_;
  std::optional<Pipeline> other_;
};

}  // namespace

std::unique_ptr<Stage> make_mix_stage(const std::string& argument) { return std::make_unique<Mix>(argument); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
