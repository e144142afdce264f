// A stage of an addressing pipeline: one step on the way from what the controller emits to a weighting over slots. A
// stage is one file here and one line in table.def.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "memnet/autodiff/params.hpp"
#include "memnet/autodiff/tape.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// What travels down a pipeline.
enum class StageValue { nothing, scores, weighting };

// A vector that a stage wants from the controller.
struct EmittedVector {
  const char* name;  // under which it is traced
  Segment piece;     // its size, and the set it is mapped to
  TracedAxis axis;   // what its numbers are counted by
  TracedRole role = TracedRole::parameter;
};

// A parameter of its own that a stage learns, beside what the controller emits.
struct StageParameter {
  const char* name;
  int rows, cols;
  Init init;
};

// What a head has before it when it looks.
struct HeadInputs {
  Var memory;                         // [N,W]
  Var previous;                       // [N], its weighting at the step before
  std::span<const Var> learned = {};  // its stages' own parameters
  Var wanted = {};                    // [N], where an all-knowing head would look: only the task can tell
  Var absent = {};                    // [N], added to scores: far below 0 where a slot holds nothing, 0 elsewhere
};

// What a stage works with: of the scene, its own part.
struct StageInputs {
  Var memory, previous, wanted;
  std::span<const Var> learned;  // what parameters() asked for, in that order
  std::span<const Var> emitted;  // what emission() asked for, in that order
  Var signal;                    // [N], from the stage before; none for the first
};

class Stage {
 public:
  virtual ~Stage() = default;

  virtual StageValue input() const = 0;
  virtual StageValue output() const = 0;
  // Why it cannot work on a memory of this size; empty if it can.
  virtual std::string unsupported_reason(int /*slots*/, int /*width*/) const { return ""; }
  // What it wants from the controller, for a memory of this size.
  virtual std::vector<EmittedVector> emission(int slots, int width) const = 0;
  // What those numbers start from, one after the other, before they are mapped to their sets; empty: from 0.
  virtual std::vector<double> emission_start() const { return {}; }
  // What it learns by itself, each head for its own.
  virtual std::vector<StageParameter> parameters(int, int) const { return {}; }
  // The word under which its outcome is traced: "content", "gated", ...
  virtual const char* trace_name() const = 0;

  virtual Var apply(const StageInputs& focus) const = 0;

  // Could it give two slots different weights when memory, previous weighting and signal treat them alike? If no stage
  // of a pipeline can, constant memory and a uniform start leave every slot the same for ever.
  virtual bool breaks_symmetry() const { return false; }
  // Does the previous weighting enter its outcome?
  virtual bool uses_previous() const { return false; }
  // Does it look where the task says? No network can; it shows how far the rest of one would come.
  virtual bool needs_oracle() const { return false; }
};

// The four kinds of stages, by what travels through them.

// Begins with scores: how well each slot fits.
class ScoreStage : public Stage {
 public:
  StageValue input() const override { return StageValue::nothing; }
  StageValue output() const override { return StageValue::scores; }
  const char* trace_name() const override { return "scores"; }

 protected:
  static EmittedVector key(int width) { return {"key", {width}, TracedAxis::feature, TracedRole::key}; }
  static EmittedVector strength() { return {"strength", {1, Activation::softplus}, TracedAxis::single}; }
};

// From scores to a weighting.
class NormalizerStage : public Stage {
 public:
  StageValue input() const override { return StageValue::scores; }
  StageValue output() const override { return StageValue::weighting; }
  std::vector<EmittedVector> emission(int, int) const override { return {}; }
  const char* trace_name() const override { return "content"; }
};

// Begins with a weighting, whatever the content.
class SourceStage : public Stage {
 public:
  StageValue input() const override { return StageValue::nothing; }
  StageValue output() const override { return StageValue::weighting; }
  std::vector<EmittedVector> emission(int, int) const override { return {}; }
};

// From weighting to weighting.
class TransformStage : public Stage {
 public:
  StageValue input() const override { return StageValue::weighting; }
  StageValue output() const override { return StageValue::weighting; }
};

// A line of the table of stages. The argument is what stands behind the colon: "1" in shift:1.
struct StageEntry {
  const char* name;
  const char* argument;  // what it means; in brackets if it may be left out; "" for a stage without
  const char* meaning;
  std::unique_ptr<Stage> (*make)(const std::string& argument);  // nullptr if the argument is impossible

  bool needs_argument() const { return *argument != '\0' && *argument != '['; }
  bool takes_argument() const { return *argument != '\0'; }
};
std::span<const StageEntry> all_stages();

// An argument that says what a stage's numbers start from: a number, or 0 where it is left out; nothing if impossible.
std::optional<double> parse_start(const std::string& argument);
// An argument that counts something: a whole number from 1 to a million; nothing if impossible.
std::optional<int> parse_count(const std::string& argument);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
