#include "program/experiment/evaluation_memory.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"

namespace memnet {
namespace {

constexpr const char* kSlots = "model.slots";
// What memories call it whose slots are not addressed, such as stacks. A model has one of the two.
constexpr const char* kCapacity = "model.capacity";

// Makes the network of the experiment with so many slots, and its initial parameters.
ResizedNetwork make_network(const Experiment& experiment, int slots) {
  std::vector<Setting> settings;
  for (const char* option : {kSlots, kCapacity})
    settings.push_back({option, fmt::format("{}", slots), "evaluate.memory_slots"});
  for (const Options::Option& option : experiment.options.all())
    if (option.name.starts_with("model.")) settings.push_back({option.name, option.text(), option.origin});
  Options options(std::move(settings));
  TaskSpec spec = experiment.made_for;
  spec.sentences = 0;  // the stories of an evaluation may be longer
  ResizedNetwork network{.model = make_model(experiment.model_name), .params = {}};
  network.model->declare(options.section("model"));
  network.model->build(network.params, spec);
  network.params.initialize(experiment.seed);
  return network;
}

bool same_shape(const Params::Entry& a, const Params::Entry& b) { return a.rows == b.rows && a.cols == b.cols; }

// Returns why the network cannot have more slots than in training; "" if it can.
std::string why_unchangeable(const Experiment& experiment, int trained) {
  try {
    const ResizedNetwork other = make_network(experiment, trained + 1);
    for (const Params::Entry& entry : experiment.params.entries())
      if (const Params::Entry* now = other.params.find(entry.name);
          entry.trainable && (now == nullptr || !same_shape(entry, *now)))
        return fmt::format("the parameter {} is learned, and its size is that of {} = {}", entry.name, kSlots, trained);
    return "";
  } catch (const Error& error) {  // with more slots, the settings are not possible
    if (error.kind() != ErrorKind::usage) throw;
    return fmt::format("a network with more slots cannot be made ({})", error.what());
  }
}

// Copies the numbers of the smaller network. Further rows keep their random initial values, scaled to the spread of the
// smaller network.
void extend(const Params& from, const Params::Entry& entry, Params& to, const Params::Entry& extended) {
  const std::span<const Scalar> trained = from.values(entry);
  const std::span<Scalar> numbers = to.values(extended);
  for (Scalar& number : numbers) number *= static_cast<Scalar>(entry.init.scale / extended.init.scale);
  const int rows = std::min(entry.rows, extended.rows);
  for (int col = 0; col < extended.cols; ++col)
    std::copy_n(trained.data() + col * entry.rows, rows, numbers.data() + col * extended.rows);
}

}  // namespace

EvaluationMemory::EvaluationMemory(const Experiment& experiment) : experiment_(experiment) {
  const std::string& slots = experiment.evaluate.memory_slots;
  given_ = parse_number<int>(slots).value_or(0);
  if (given_ < 1 && slots != "as_needed" && slots != "as_trained")
    fail(ErrorKind::usage, "evaluate.memory_slots = {} is not possible; it has to be as_needed, as_trained or a number",
         slots);
  trained_ = experiment.model->slots();
  if (trained_ == 0) {
    unchangeable_ = fmt::format("model = {} has no memory slots", experiment.model_name);
  } else {
    unchangeable_ = why_unchangeable(experiment, trained_);
  }
  if (given_ > 0 && given_ != trained_ && !unchangeable_.empty())
    fail(ErrorKind::usage, "evaluate.memory_slots = {} is not possible: {}; take as_trained", given_, unchangeable_);
}

int EvaluationMemory::slots_at(int length, int filled) const {
  if (given_ > 0) return given_;
  const bool grows = experiment_.evaluate.memory_slots == "as_needed" && unchangeable_.empty();
  return grows && length > experiment_.made_for.longest ? std::max(trained_, filled) : trained_;
}

ResizedNetwork EvaluationMemory::resized(int slots) const {
  ResizedNetwork network = make_network(experiment_, slots);
  for (const Params::Entry& entry : experiment_.params.entries()) {
    const Params::Entry& now = *network.params.find(entry.name);
    if (same_shape(entry, now))
      std::ranges::copy(experiment_.params.values(entry), network.params.values(now).begin());
    else if (now.init.kind != Init::Kind::constant)
      extend(experiment_.params, entry, network.params, now);
  }
  return network;
}

}  // namespace memnet
