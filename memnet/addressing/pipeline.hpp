// Addressing schemes: pipelines of stages, written as text.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// A named pipeline: an alias, and nothing more.
struct SchemeEntry {
  const char* name;
  const char* pipeline;
  const char* meaning;
};
std::span<const SchemeEntry> all_schemes();

// A rule for turning a controller's output into a weighting over memory slots, such as
//   cosine | softmax | gate | shift:1 | sharpen
class Pipeline {
 public:
  // Takes a scheme's name or stages joined by '|', for a memory [slots, width]. An unknown stage, a missing or
  // impossible argument, a stage that cannot work on such a memory, and an order that makes no sense (the first stage
  // needs nothing, each next one what the one before gives, the last gives a weighting) are Errors of kind usage that
  // name the stage and its place.
  Pipeline(const std::string& text, int slots, int width);

  const std::string& text() const { return text_; }                              // as stages, aliases written out
  int emission() const { return static_cast<int>(emission_start_.size()); }      // numbers it wants from the controller
  const std::vector<double>& emission_start() const { return emission_start_; }  // what they start from

  // What its stages learn by themselves; names are those of the stages and their parameters, "general/map".
  struct Parameter {
    std::string name;
    int rows, cols;
    Init init;
  };
  const std::vector<Parameter>& parameters() const { return parameters_; }

  // emission [emission()], raw (none where nothing is emitted) -> the weighting [N].
  // Traces what each stage takes from the emission, and its outcome.
  Var address(Var emission, const HeadInputs& scene) const;
  // The same without a normaliser and what follows it: the scores [N] that the pipeline begins with.
  Var scores(Var emission, const HeadInputs& scene) const;

  const std::vector<EmittedVector>& emitted() const { return emitted_; }  // the vectors of an emission, in order

  bool begins_with_scores() const { return stages_.front().stage->output() == StageValue::scores; }
  // Does it matter how many slots there are beside those that hold something, even if the scores of absent ones are
  // masked? It does where heads move, or know slots by their numbers.
  bool counts_slots() const;
  bool breaks_symmetry() const;
  bool uses_previous() const;
  bool needs_oracle() const;

 private:
  Var address(Var emission, const HeadInputs& scene, bool only_scores) const;

  struct Placed {
    std::unique_ptr<Stage> stage;
    std::string trace_name;              // of its outcome; numbered where a stage stands twice
    std::size_t first_emitted, emitted;  // its vectors among those of the whole emission
    std::size_t first_learned, learned;  // its parameters among all of them
  };
  std::string text_;
  std::vector<Placed> stages_;
  std::vector<EmittedVector> emitted_;      // of all stages, in order
  std::vector<std::string> emitted_names_;  // as they are traced; numbered where a stage stands twice
  std::vector<Segment> pieces_;             // the same, as split() takes it
  std::vector<double> emission_start_;
  std::vector<Parameter> parameters_;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
