// What every model can do. A model is one file here and one line in table.def.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "memnet/core/episode.hpp"
#include "memnet/core/options.hpp"
#include "memnet/core/params.hpp"
#include "memnet/core/tape.hpp"

namespace memnet::inline MEMNET_PRECISION {

class Model {
 public:
  virtual ~Model() = default;

  virtual void declare(const Options::Section& options) = 0;

  // Names its parameters, for episodes with this many numbers in and out at each step. Throws an Error of kind usage if
  // the options contradict each other.
  virtual void build(Params& params, int inputs, int outputs) = 0;

  // Reads a batch of episodes and answers: T values [outputs], logits.
  virtual std::span<const Var> forward(Tape& tape, const Batch& batch) const = 0;

  // The rule by which it turns a controller's output into weightings, for names and tables ("" for a model without).
  virtual std::string addressing() const { return ""; }
};

// A line of the table of models.
struct ModelEntry {
  const char* name;
  const char* meaning;
  std::unique_ptr<Model> (*make)();
};
std::span<const ModelEntry> all_models();
std::unique_ptr<Model> make_model(const std::string& name);

// The loss of a batch: the negative log-likelihood in nats, summed over scored bits and examples. [1], batch 1 or more.
Var sequence_loss(std::span<const Var> logits, const Batch& batch);

}  // namespace memnet::inline MEMNET_PRECISION
