#include "memnet/addressing/pipeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

std::size_t numbers_in(const std::vector<EmittedVector>& vectors) {
  std::size_t numbers = 0;
  for (const EmittedVector& vector : vectors) numbers += static_cast<std::size_t>(vector.segment.size);
  return numbers;
}

const char* words(StageValue value) {
  switch (value) {
    case StageValue::nothing: return "nothing";
    case StageValue::scores: return "scores";
    case StageValue::weighting: return "a weighting";
    case StageValue::features: return "features";
  }
  return "";
}

TracedRole role_of(StageValue value) {
  if (value == StageValue::scores) return TracedRole::scores;
  return value == StageValue::features ? TracedRole::features : TracedRole::stage;
}

// Returns whether a stage that takes `taken` can follow one that gives `given`.
bool fits(StageValue given, StageValue taken) {
  return given == taken || (given == StageValue::scores && taken == StageValue::features);
}

}  // namespace

Pipeline::Pipeline(const std::string& text, int slots, int width) {
  text_ = trimmed(text);
  for (const SchemeEntry& scheme : all_schemes())
    if (text_ == scheme.name) text_ = scheme.pipeline;

  struct Written {
    std::string name, where;
    std::unique_ptr<Stage> stage;
    int slots;  // of its output
  };
  std::vector<Written> written;
  StageValue value = StageValue::nothing;  // what the next stage takes
  for (const StageWord& word : split_stages(text_)) {
    const std::string where = fmt::format("addressing '{}': stage {}, '{}'", text_, written.size() + 1, word.text);
    std::unique_ptr<Stage> stage = make_stage(word, where);
    if (!fits(value, stage->input()))
      fail(ErrorKind::usage, "{}, takes {}, but {}", where, words(stage->input()),
           written.empty() ? "the first stage gets nothing; begin with a score such as 'cosine'"
                           : fmt::format("the stage before it gives {}", words(value)));
    if (stage->needs_nonnegative() && !nonnegative_)
      fail(ErrorKind::usage, "{}, takes features that are not negative; put 'elu' or 'dpfp:NU' before it", where);
    value = stage->output();
    nonnegative_ = value == StageValue::weighting || stage->gives_nonnegative(nonnegative_);
    written.push_back({word.name, where, std::move(stage), slots});
  }
  // A stage may make more numbers than it takes, so sizes are known from the last one on.
  for (std::size_t i = written.size() - 1; i > 0; --i)
    written[i - 1].slots = written[i].stage->scores_for(written[i].slots);
  for (Written& w : written) {
    w.stage->fit(w.slots, width);
    if (const std::string why = w.stage->unsupported_reason(w.slots, width); !why.empty())
      fail(ErrorKind::usage, "{}, {}", w.where, why);
    if (&w == &written.front() && w.slots != slots && !w.stage->gives_any_size())
      fail(ErrorKind::usage,
           "{}, gives a number for each of {} slots, but the stages behind it need {}; begin with 'location'", w.where,
           slots, w.slots);
    add_stage(w.name, std::move(w.stage), w.slots, width);
  }
  first_key_ = static_cast<std::size_t>(
      std::ranges::find_if(
          emitted_, [&](const EmittedVector& v) { return v.role == TracedRole::key && v.segment.size == width; }) -
      emitted_.begin());
  if (value != StageValue::weighting && value != StageValue::features)
    fail(ErrorKind::usage, "addressing '{}': ends with {}, not with a weighting; add a normalizer such as 'softmax'",
         text_, words(value));
}

void Pipeline::add_stage(const std::string& name, std::unique_ptr<Stage> stage, int slots, int width) {
  const std::vector<EmittedVector> emitted = stage->emission(slots, width);
  const std::vector<StageParameter> parameters = stage->parameters(slots, width);
  std::vector<InitialState> state = stage->state(slots, width);
  std::vector<std::size_t> trackers;
  for (const std::string& tracker : stage->trackers()) trackers.push_back(tracker_index(tracker));
  std::vector<double> start = stage->emission_start();
  start.resize(numbers_in(emitted), 0.0);
  std::string trace_name = numbered(stage->trace_name());
  const std::size_t prepared = stage->prepares();
  stages_.push_back({.stage = std::move(stage),
                     .trace_name = std::move(trace_name),
                     .first_emitted = emitted_.size(),
                     .emitted = emitted.size(),
                     .first_parameter = parameters_.size(),
                     .parameters = parameters.size(),
                     .first_state = state_.size(),
                     .state = state.size(),
                     .first_prepared = std::exchange(prepares_, prepares_ + prepared),
                     .prepared = prepared,
                     .trackers = std::move(trackers)});
  emission_start_.insert(emission_start_.end(), start.begin(), start.end());
  for (const EmittedVector& vector : emitted) {
    emitted_names_.push_back(numbered(vector.name));
    emitted_.push_back(vector);
    segments_.push_back(vector.segment);
  }
  for (const StageParameter& p : parameters) parameters_.push_back({name + "/" + p.name, p.rows, p.cols, p.init});
  for (InitialState& kept : state) {
    kept.part.name = name + "/" + kept.part.name;
    state_.push_back(std::move(kept));
  }
}

// Returns the index of a tracker in trackers(), where it is added if it is new.
std::size_t Pipeline::tracker_index(const std::string& tracker) {
  const auto found = std::ranges::find(trackers_, tracker);
  const auto index = static_cast<std::size_t>(found - trackers_.begin());
  if (found == trackers_.end()) trackers_.push_back(tracker);
  return index;
}

// Returns the name in traces of the next value with this name: the second "gated" is "gated2".
std::string Pipeline::numbered(std::string_view name) const {
  const auto earlier =
      std::ranges::count_if(stages_, [&](const PlacedStage& placed) { return placed.stage->trace_name() == name; }) +
      std::ranges::count_if(emitted_, [&](const EmittedVector& vector) { return vector.name == name; });
  return earlier == 0 ? std::string(name) : fmt::format("{}{}", name, earlier + 1);
}

std::span<const Var> Pipeline::prepare(Var memory, std::span<const Var> parameters) const {
  const std::span<Var> all = memory.tape().arena().allocate_array<Var>(prepares_);
  for (const PlacedStage& placed : stages_)
    std::ranges::copy(placed.stage->prepare(memory, parameters.subspan(placed.first_parameter, placed.parameters)),
                      all.begin() + static_cast<std::ptrdiff_t>(placed.first_prepared));
  return all;
}

Var Pipeline::address(Var emission, const HeadInputs& inputs) const {
  return apply_stages(split_emission(emission, inputs), inputs, false);
}

Var Pipeline::address(std::span<const Var> emitted, const HeadInputs& inputs) const {
  return apply_stages(emitted, inputs, false);
}

Var Pipeline::scores(Var emission, const HeadInputs& inputs) const {
  return apply_stages(split_emission(emission, inputs), inputs, true);
}

// Returns the vectors of an emission, and traces them.
std::span<const Var> Pipeline::split_emission(Var emission, const HeadInputs& inputs) const {
  if (segments_.empty()) return {};
  const std::span<const Var> emitted = split(emission, segments_);
  for (std::size_t i = 0; i < emitted.size(); ++i)
    inputs.memory.tape().trace(emitted_names_[i], emitted_[i].role, emitted_[i].axis, emitted[i]);
  return emitted;
}

Var Pipeline::apply_stages(std::span<const Var> emitted, const HeadInputs& inputs, bool until_normalizer) const {
  Tape& tape = inputs.memory.tape();
  Var value;
  for (const PlacedStage& placed : stages_) {
    if (placed.normalizes() && until_normalizer) break;
    if (placed.normalizes() && inputs.empty_slot_mask) value = add(value, inputs.empty_slot_mask);
    const std::span<State> trackers = tape.arena().allocate_array<State>(placed.trackers.size());
    std::ranges::transform(placed.trackers, trackers.begin(), [&](std::size_t i) { return inputs.trackers[i]; });
    StageInputs stage_inputs{inputs};
    stage_inputs.parameters = inputs.parameters.subspan(placed.first_parameter, placed.parameters);
    stage_inputs.trackers = trackers;
    if (!inputs.prepared.empty())
      stage_inputs.prepared = inputs.prepared.subspan(placed.first_prepared, placed.prepared);
    stage_inputs.state = inputs.state.subspan(placed.first_state, placed.state);
    stage_inputs.state_after = inputs.state_after.subspan(placed.first_state, placed.state);
    stage_inputs.emitted = emitted.subspan(placed.first_emitted, placed.emitted);
    stage_inputs.input = value;
    stage_inputs.trace_name = placed.trace_name;
    value = placed.stage->apply(stage_inputs);
    if (inputs.present && placed.stage->output() == StageValue::weighting) value = hadamard(value, inputs.present);
    tape.trace(placed.trace_name, role_of(placed.stage->output()), TracedAxis::slot, value);
  }
  return value;
}

bool Pipeline::counts_slots() const {
  return !begins_with_scores() || breaks_symmetry() || std::ranges::any_of(stages_, [](const PlacedStage& placed) {
    return placed.stage->input() == StageValue::weighting;
  });
}

bool Pipeline::breaks_symmetry() const {
  return std::ranges::any_of(stages_, [](const PlacedStage& placed) { return placed.stage->breaks_symmetry(); });
}

bool Pipeline::uses_scores() const {
  return std::ranges::any_of(stages_, [](const PlacedStage& placed) { return placed.stage->uses_scores(); });
}

bool Pipeline::uses_previous() const {
  return std::ranges::any_of(stages_, [](const PlacedStage& placed) { return placed.stage->uses_previous(); });
}

bool Pipeline::uses_reader() const {
  return std::ranges::any_of(stages_, [](const PlacedStage& placed) { return placed.stage->uses_reader(); });
}

bool Pipeline::leaves_out() const {
  return std::ranges::all_of(stages_, [](const PlacedStage& placed) { return placed.stage->leaves_out(); });
}

Slope Pipeline::slope() const {
  Slope slope = Slope::exact;
  for (const PlacedStage& placed : stages_) slope = std::max(slope, placed.stage->slope());
  return slope;
}

StateSet Pipeline::output_set() const {
  if (gives_features()) return StateSet::real;
  StateSet set = StateSet::simplex;
  for (const PlacedStage& placed : stages_) set = std::min(set, placed.stage->weighting_set());
  return set;
}

bool Pipeline::needs_oracle() const {
  return std::ranges::any_of(stages_, [](const PlacedStage& placed) { return placed.stage->needs_oracle(); });
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
