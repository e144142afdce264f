// The interface of all models. A model is one file here and one line in table.def; a preset, which is a model with
// other values of its options, is one line.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "memnet/autodiff/params.hpp"
#include "memnet/autodiff/tape.hpp"
#include "memnet/base/options.hpp"
#include "memnet/data/task.hpp"
#include "memnet/encoders/batch.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class Decoder;

class Model {
 public:
  virtual ~Model() = default;

  // Declares the options of the model, with the values of its preset as defaults.
  void declare(Options::Section options) {
    options.prefer(preset_values_, preset_);
    declare_options(options);
  }

  // Declares the parameters of the model, for the sizes of this task. Throws an Error of kind usage if the options
  // contradict each other, or if the model cannot read such a task.
  virtual void build(Params& params, const TaskSpec& task) = 0;

  // Returns the form in which the model reads episodes.
  virtual InputForm input_form() const { return InputForm::sequence; }

  // Return whether it reads episodes of such a task, and, for messages, what it reads: "stories". Require declare().
  virtual bool can_read(const TaskSpec& /*task*/) const { return true; }
  virtual std::string what_it_reads() const { return "episodes"; }

  // Returns the answers to a batch of episodes in that form: T values [outputs], logits; or the numbers themselves.
  // Where answers are words, there may be more outputs than words; those are never right. Answers must not depend on
  // batch.targets, nor on the item numbers unless needs_oracle(); the laws of models check this.
  virtual std::span<const Var> forward(Tape& tape, const Batch& batch) const = 0;

  // Returns how the model writes answers of several steps, each from those before; null if it does not. Such a model is
  // told the right answers of the steps before in forward(), so there an answer may depend on earlier targets.
  virtual const Decoder* decoder() const { return nullptr; }

  // Sets the training phase of a model that has phases (such as the linear start of MemN2N), given the fraction of
  // training that is complete; called before each update. The phase is kept in a buffer, so that it is saved with the
  // parameters.
  virtual void set_progress(Params& /*params*/, double /*fraction*/) const {}

  // Returns whether the model reads item_shown or item_asked, which only the task can give. Requires build().
  virtual bool needs_oracle() const { return false; }

  // Returns what the gradient of its answers is in training, if choices are made. Requires build().
  virtual Slope slope() const { return Slope::exact; }

  // Returns the number of memory slots, 0 if the model has no memory. Requires build().
  virtual int slots() const { return 0; }
  // Returns how many memory slots the model fills at most when it reads this episode, which has the input form of the
  // model; 0 if it has no memory, or if the episode shows nothing that should be stored.
  virtual int slots_filled(const Episode& /*episode*/) const { return 0; }
  // Returns how many of the places that its heads look at stand beside each other, row by row, where they form a grid
  // over an image; otherwise 0. Requires build().
  virtual int places_across() const { return 0; }
  // Returns whether places of a source, where heads look at them, stand in the order of the source.
  virtual bool places_are_in_order() const { return true; }
  // Returns how many numbers an example carries from one step to the next; 0 for a model without steps.
  virtual std::size_t state_numbers() const { return 0; }

 private:
  virtual void declare_options(const Options::Section& options) = 0;

  friend std::unique_ptr<Model> make_model(const std::string& name);
  std::string preset_;
  std::vector<std::pair<std::string, std::string>> preset_values_;
};

// A line of the table of presets.
struct PresetEntry {
  const char* name;
  const char* model;
  const char* values;  // "memory = none; controller = gru": options of the model
  const char* meaning;
};
std::span<const PresetEntry> all_presets();
// Returns the preset with this name, or null.
const PresetEntry* find_preset(std::string_view name);
// Returns the names and values in PresetEntry::values.
std::vector<std::pair<std::string, std::string>> preset_values(const PresetEntry& preset);

// Returns a new model. Throws an Error of kind usage, which suggests the nearest name, if there is no such preset or
// model.
std::unique_ptr<Model> make_model(const std::string& name);

// What the option `model` takes: a preset or a model.
struct NamedModel {
  const char* name;
  const char* meaning;
  std::unique_ptr<Model> make() const { return make_model(name); }
};
std::span<const NamedModel> all_named_models();
// Returns the losses of each example in every step: the cost in nats (TargetKindEntry::cost) of its scored answers. [1]
std::span<const Var> answer_losses(std::span<const Var> logits, const Batch& batch);
// Returns their sum over steps.
Var answer_loss(std::span<const Var> logits, const Batch& batch);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
