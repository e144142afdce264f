// A stage of an addressing pipeline: one step in computing a weighting over memory slots from the vectors that the
// controller emits. A stage is one file here and one line in table.def.
//
// The idea: a pipeline is a chain of small functions. In
//   cosine | softmax | gate
// cosine (a ScoreStage) emits a key and gives a score for each slot, such as [5 1 1]; softmax (a NormalizerStage) turns
// scores into a weighting, [0.96 0.02 0.02]; gate (a TransformStage) mixes it with the weighting of the step before. A
// stage declares which vectors it needs from the controller and which parameters it learns; apply() computes its
// output.
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "memnet/addressing/state.hpp"
#include "memnet/autodiff/params.hpp"
#include "memnet/autodiff/tape.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// Added to the score of a slot that does not exist: its weight becomes 0, and no later sum overflows.
inline constexpr Scalar kNoSlot = -1e4;

// What one stage passes to the next.
enum class StageValue {
  nothing,    // before the first stage
  scores,     // [N] any numbers; a larger one means a better match
  weighting,  // [N] numbers from 0 to 1, with the sum 1 unless a stage says otherwise
  features,   // [N] any numbers, for memories that are read and written by products (linear attention)
};

// A vector that a stage needs from the controller.
struct EmittedVector {
  const char* name;  // its name in traces
  Segment segment;   // its size and its activation
  TracedAxis axis;   // what its numbers are indexed by, for traces
  TracedRole role = TracedRole::parameter;
  // Whether it is an affine map of the input of a head even where it could be the input itself, see AddressedHead.
  bool is_mapped = false;
};

// A trainable parameter of a stage.
struct StageParameter {
  const char* name;
  int rows, cols;
  Init init;
};

// Everything that a head needs, beside its emission, to compute its weighting in one time step.
struct HeadInputs {
  Var memory;                            // [N,W]
  Var previous = {};                     // [N], its weighting in the step before
  std::span<const Var> parameters = {};  // those of its stages, in the order of Pipeline::parameters()
  Var oracle_weighting = {};             // [N], the right weighting, which only the task can give
  Var empty_slot_mask = {};              // [N], added to scores: far below 0 for an empty slot, 0 for the others
  // Of a memory that has as many slots as the longest example of the batch needs (annotations): [1], the number of
  // slots that an example has, and [N], 1 for each of these and 0 for the others; the latter only if some example has
  // fewer than N. None: the memory has the slots that the pipeline was made for.
  Var length = {}, present = {};
  Var reader = {};                       // [N], the weighting of the read head beside this one in the step before
  std::span<const State> trackers = {};  // the trackers of its stages, in the order of Pipeline::trackers()
  // What its stages computed by prepare() of a memory that stays as it is; none: they compute it in this step.
  std::span<const Var> prepared = {};
  State state = {};                 // what its stages keep from the step before, as Pipeline::state() lists it
  std::span<Var> state_after = {};  // what they keep from this step, which address() fills in
  int head = 0, heads = 1;          // its number among the heads of its kind, and how many there are
};

// The inputs of one stage: those of the head, of which parameters, trackers, states and what is prepared are those that
// this stage declares, in its order.
struct StageInputs : HeadInputs {
  std::span<const Var> emitted = {};  // in the order of Stage::emission()
  Var input = {};                     // [N], the output of the stage before; none for the first stage
  std::string_view trace_name = {};   // of the output; numbered if the stage occurs twice
};

class Stage {
 public:
  virtual ~Stage() = default;

  // Return what the stage takes from the stage before it, and what it passes on.
  virtual StageValue input() const = 0;
  virtual StageValue output() const = 0;
  // Prepares the stage for a memory [slots, width]; called once, before the functions below.
  virtual void fit(int /*slots*/, int /*width*/) {}
  // Returns why the stage cannot be used on a memory [slots, width], or "" if it can.
  virtual std::string unsupported_reason(int /*slots*/, int /*width*/) const { return ""; }
  // Returns the vectors that it needs from the controller, for a memory [slots, width].
  virtual std::vector<EmittedVector> emission(int slots, int width) const = 0;
  // Returns the values that those vectors start near, one after the other, before their activations: the start of the
  // bias that emits them. Missing ones are 0.
  virtual std::vector<double> emission_start() const { return {}; }
  // Returns its trainable parameters; every head has its own.
  virtual std::vector<StageParameter> parameters(int /*slots*/, int /*width*/) const { return {}; }
  // Returns what the stage keeps from step to step; every head has its own.
  virtual std::vector<InitialState> state(int /*slots*/, int /*width*/) const { return {}; }
  // Returns the trackers of the memory that it reads, such as "usage", each with its argument behind a colon.
  virtual std::vector<std::string> trackers() const { return {}; }
  // Returns how many values prepare() returns.
  virtual std::size_t prepares() const { return 0; }
  // Returns what depends on the memory alone, and not on the step, so that it is computed once for a memory that stays
  // as it is.
  virtual std::span<const Var> prepare(Var /*memory*/, std::span<const Var> /*parameters*/) const { return {}; }
  // Returns how many scores the stage needs for an output of so many slots.
  virtual int scores_for(int slots) const { return slots; }
  // Return whether features that it takes must not be negative, and whether those that it gives never are, given that
  // its input never is.
  virtual bool needs_nonnegative() const { return false; }
  virtual bool gives_nonnegative(bool input) const { return input; }
  // Returns whether its output can be of any size; otherwise it has a number for each slot of the memory.
  virtual bool gives_any_size() const { return false; }
  // Returns the name of its output in traces: "content", "gated", ...
  virtual const char* trace_name() const = 0;

  // Returns the output [N].
  virtual Var apply(const StageInputs& inputs) const = 0;

  // Returns whether the stage can produce different weights for two slots even when memory, previous weighting and
  // input are identical for both, for example because it uses slot indices. If no stage of a pipeline does, a network
  // with a constant initial memory and a uniform initial weighting can never break the symmetry between its slots.
  virtual bool breaks_symmetry() const { return false; }
  // Returns whether the stage, or a pipeline inside it, computes scores.
  virtual bool uses_scores() const { return output() == StageValue::scores; }
  // Returns whether the output depends on the previous weighting, other than by trackers.
  virtual bool uses_previous() const { return false; }
  // Returns whether it depends on the previous weighting of the read head beside it.
  virtual bool uses_reader() const { return false; }
  // Returns what the gradient of the output is in training.
  virtual Slope slope() const { return Slope::exact; }
  // Returns the set that a weighting stays in, given weightings with the sum 1: `simplex`, the sum is 1; `subsimplex`,
  // it may be less; `unit`, each weight is at most 1.
  virtual StateSet weighting_set() const { return StateSet::simplex; }
  // Returns whether slots that do not exist, whose scores are far below all others, get exactly no weight; and whether
  // the stage works for any number of slots.
  virtual bool leaves_out() const { return true; }
  // Returns whether the stage takes the right weighting from the task, which a trained network does not have: it
  // measures what imperfect addressing costs.
  virtual bool needs_oracle() const { return false; }
};

// The usual kinds of stages.

// From nothing to scores: how well each slot matches.
class ScoreStage : public Stage {
 public:
  StageValue input() const override { return StageValue::nothing; }
  StageValue output() const override { return StageValue::scores; }
  const char* trace_name() const override { return "scores"; }

 protected:
  static EmittedVector key(int width) { return {"key", {width}, TracedAxis::feature, TracedRole::key}; }
  static EmittedVector strength() { return {"strength", {1, Activation::softplus}, TracedAxis::single}; }
};

// From scores to a weighting, such as softmax.
class NormalizerStage : public Stage {
 public:
  StageValue input() const override { return StageValue::scores; }
  StageValue output() const override { return StageValue::weighting; }
  std::vector<EmittedVector> emission(int, int) const override { return {}; }
  const char* trace_name() const override { return "content"; }
};

// From scores to scores.
class AdjustStage : public Stage {
 public:
  StageValue input() const override { return StageValue::scores; }
  StageValue output() const override { return StageValue::scores; }
};

// From features, or from scores, to features: a map of a key or query, so that similar ones have a large product.
class FeatureStage : public Stage {
 public:
  StageValue input() const override { return StageValue::features; }
  StageValue output() const override { return StageValue::features; }
  std::vector<EmittedVector> emission(int, int) const override { return {}; }
  const char* trace_name() const override { return "features"; }
};

// From nothing to a weighting that does not depend on the memory.
class SourceStage : public Stage {
 public:
  StageValue input() const override { return StageValue::nothing; }
  StageValue output() const override { return StageValue::weighting; }
  std::vector<EmittedVector> emission(int, int) const override { return {}; }
};

// From a weighting to another one.
class TransformStage : public Stage {
 public:
  StageValue input() const override { return StageValue::weighting; }
  StageValue output() const override { return StageValue::weighting; }
};

// A line of the table of stages. The argument is the text behind the colon: "1" in shift:1.
struct StageEntry {
  const char* name;
  // Its meaning; in brackets if it may be left out; "" for a stage that takes none. An argument that is a pipeline is
  // in parentheses, here as in the text of a pipeline, where there is no colon before it: mix(previous).
  const char* argument;
  const char* meaning;
  std::unique_ptr<Stage> (*make)(const std::string& argument);  // returns nullptr for an invalid argument

  bool takes_pipeline() const { return *argument == '('; }
  bool needs_argument() const { return *argument != '\0' && *argument != '['; }
  bool takes_argument() const { return *argument != '\0'; }
};
std::span<const StageEntry> all_stages();

// Returns the number in an argument that is a start value: 0 for an empty argument, nothing if it is not a finite
// number.
std::optional<double> parse_start(const std::string& argument);
// Returns the count in an argument: a whole number from 1 to a million; nothing for any other text.
std::optional<int> parse_count(const std::string& argument);
// Returns the fraction in an argument: a number from 0 to below 1; nothing for any other text.
std::optional<double> parse_fraction(const std::string& argument);
// Returns for each of the words whether it is in an argument that lists some of them: "wipe,stopped"; nothing if it has
// others.
std::optional<std::vector<bool>> parse_words(const std::string& argument, std::initializer_list<const char*> words);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
