// What every model can do. A model is one file here and one line in table.def.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "memnet/autodiff/params.hpp"
#include "memnet/autodiff/tape.hpp"
#include "memnet/base/options.hpp"
#include "memnet/data/task.hpp"
#include "memnet/models/batch.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class Model {
 public:
  virtual ~Model() = default;

  virtual void declare(const Options::Section& options) = 0;

  // Names its parameters, for a task's numbers in and out at each step, or for its stories. Throws an Error of kind
  // usage if the options contradict each other, or it cannot read such a task.
  virtual void build(Params& params, const TaskSpec& task) = 0;

  // What it reads: steps, or stories.
  virtual InputForm input_form() const { return InputForm::sequence; }

  // Reads a batch of episodes in that form, and answers: T values [outputs], logits. Where answers are words there may
  // be more of them, for what is no word of the task and so never right.
  virtual std::span<const Var> forward(Tape& tape, const Batch& batch) const = 0;

  // Before an update, when this fraction of training is done: a model that learns in stages sets what says so,
  // parameters that are not learned. So the stage is saved with the parameters, and a model that is read back is what
  // it was.
  virtual void set_progress(Params& /*params*/, double /*done*/) const {}
};

// A line of the table of models.
struct ModelEntry {
  const char* name;
  const char* meaning;
  std::unique_ptr<Model> (*make)();
};
std::span<const ModelEntry> all_models();
std::unique_ptr<Model> make_model(const std::string& name);

// Turns the logits of one step into probabilities: of each bit, or of each word.
void to_probabilities(TargetKind answers, std::span<Scalar> logits);

// The loss of a batch: the negative log-likelihood in nats, summed over scored answers. [1], batch 1 or more.
Var answer_loss(std::span<const Var> logits, const Batch& batch);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
