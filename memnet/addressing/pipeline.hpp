// Pipelines of addressing stages.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "memnet/addressing/pipeline_text.hpp"
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// A rule that turns a controller's output into a weighting over memory slots, such as
//   cosine | softmax | gate | shift:1 | sharpen
class Pipeline {
 public:
  // Reads a scheme's name, or stages joined by '|', for a memory [slots, width]. Throws an Error of kind usage that
  // names the stage and its position for: an unknown stage, a missing or invalid argument, a stage that does not fit
  // the memory, and stages in the wrong order (the first takes nothing, each other one takes the output of the one
  // before, the last gives a weighting or features).
  Pipeline(const std::string& text, int slots, int width);

  // Returns the stages, joined by '|'; a scheme is written out.
  const std::string& text() const { return text_; }
  // Returns how many numbers it needs from the controller.
  int emission() const { return static_cast<int>(emission_start_.size()); }
  // Returns the values that those numbers start near, before their activations.
  const std::vector<double>& emission_start() const { return emission_start_; }
  // Returns the vectors of an emission, in order, and their names: numbered if a stage occurs twice.
  const std::vector<EmittedVector>& emitted() const { return emitted_; }
  const std::vector<std::string>& emitted_names() const { return emitted_names_; }

  // The trainable parameters of its stages, named by stage and parameter: "general/map".
  struct Parameter {
    std::string name;
    int rows, cols;
    Init init;
  };
  const std::vector<Parameter>& parameters() const { return parameters_; }

  // What its stages keep from step to step, named by stage: "avoid/average".
  const std::vector<InitialState>& state() const { return state_; }
  // The trackers that its stages read.
  const std::vector<std::string>& trackers() const { return trackers_; }

  // Returns what its stages compute of the memory alone, given their parameters; and how many values that are.
  std::span<const Var> prepare(Var memory, std::span<const Var> parameters) const;
  std::size_t prepares() const { return prepares_; }

  // Returns the weighting [N], or features [N]. `emission` holds emission() numbers before activation; none if
  // emission() is 0. Traces what each stage takes from the emission, and its output.
  Var address(Var emission, const HeadInputs& inputs) const;
  // Returns the same for the vectors of an emission, activated, as emitted() lists them.
  Var address(std::span<const Var> emitted, const HeadInputs& inputs) const;
  // Returns whether a stage takes a key as wide as a slot, and the first such key [W] of an emission.
  bool emits_key() const { return first_key_ < emitted_.size(); }
  Var key(Var emission) const { return split(emission, segments_)[first_key_]; }
  // Returns the scores [N] that address() would give to its normalizer. Requires begins_with_scores().
  Var scores(Var emission, const HeadInputs& inputs) const;

  bool begins_with_scores() const { return stages_.front().stage->output() == StageValue::scores; }
  // Returns whether the number of empty slots changes the weighting even if the scores of empty slots are masked: where
  // stages transform a weighting by slot indices, or break the symmetry between slots.
  bool counts_slots() const;
  bool breaks_symmetry() const;
  bool uses_scores() const;
  bool uses_previous() const;
  bool uses_reader() const;
  bool leaves_out() const;
  // Returns whether its weighting or features are never negative.
  bool nonnegative() const { return nonnegative_; }
  bool gives_features() const { return stages_.back().stage->output() == StageValue::features; }
  // Returns what the gradient of its weighting or features is in training.
  Slope slope() const;
  // Returns the set that its weighting or its features are in, if the weightings of the step before have the sum 1.
  StateSet output_set() const;
  bool needs_oracle() const;

 private:
  void add_stage(const std::string& name, std::unique_ptr<Stage> stage, int slots, int width);
  std::string numbered(std::string_view name) const;
  std::size_t tracker_index(const std::string& tracker);
  std::span<const Var> split_emission(Var emission, const HeadInputs& inputs) const;
  Var apply_stages(std::span<const Var> emitted, const HeadInputs& inputs, bool until_normalizer) const;

  struct PlacedStage {
    std::unique_ptr<Stage> stage;
    std::string trace_name;                   // of its output; numbered if a stage occurs twice
    std::size_t first_emitted, emitted;       // its range in emitted()
    std::size_t first_parameter, parameters;  // its range in parameters()
    std::size_t first_state, state;           // its range in state()
    std::size_t first_prepared, prepared;     // its range in what prepare() returns
    std::vector<std::size_t> trackers;        // indices into trackers()

    bool normalizes() const { return stage->input() == StageValue::scores && stage->output() == StageValue::weighting; }
  };
  std::string text_;
  bool nonnegative_ = false;
  std::vector<PlacedStage> stages_;
  std::vector<EmittedVector> emitted_;
  std::vector<std::string> emitted_names_;
  std::vector<Segment> segments_;  // of emitted_, as split() takes them
  std::vector<double> emission_start_;
  std::vector<Parameter> parameters_;
  std::size_t first_key_ = 0;  // in emitted_; its size if there is none
  std::vector<InitialState> state_;
  std::size_t prepares_ = 0;
  std::vector<std::string> trackers_;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
