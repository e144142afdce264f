#include "memnet/addressing/pipeline.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "memnet/base/error.hpp"
#include "memnet/base/old_names.hpp"
#include "memnet/base/options.hpp"
#include "memnet/base/text.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

#define MEMNET_STAGE(name, argument, meaning) std::unique_ptr<Stage> make_##name##_stage(const std::string& text);
#define MEMNET_SCHEME(name, pipeline, meaning)
#include "memnet/addressing/table.def"
#undef MEMNET_STAGE
#undef MEMNET_SCHEME

std::span<const StageEntry> all_stages() {
  static constexpr StageEntry kStages[] = {
#define MEMNET_STAGE(name, argument, meaning) {#name, argument, meaning, make_##name##_stage},
#define MEMNET_SCHEME(name, pipeline, meaning)
#include "memnet/addressing/table.def"
#undef MEMNET_STAGE
#undef MEMNET_SCHEME
  };
  return kStages;
}

std::span<const SchemeEntry> all_schemes() {
  static constexpr SchemeEntry kSchemes[] = {
#define MEMNET_STAGE(name, argument, meaning)
#define MEMNET_SCHEME(name, pipeline, meaning) {#name, pipeline, meaning},
#include "memnet/addressing/table.def"
#undef MEMNET_STAGE
#undef MEMNET_SCHEME
  };
  return kSchemes;
}

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

// A stage as it is written: its name, and its argument, "" if there is none.
struct StageWord {
  std::string name, argument;
};

StageWord parse_stage(const std::string& word) {
  const std::size_t colon = word.find(':');
  return {std::string(trimmed(std::string_view(word).substr(0, colon))),
          std::string(colon == word.npos ? "" : trimmed(std::string_view(word).substr(colon + 1)))};
}

// Returns the stages in one spelling.
std::string canonical_stages(const std::string& text) {
  std::vector<std::string> words;
  for (const std::string& word : split_text(text, '|')) {
    const auto [name, argument] = parse_stage(word);
    std::vector<std::string> numbers = split_text(argument, ',');
    for (std::string& number : numbers) number = canonical_number(number);
    words.push_back(argument.empty() ? name : fmt::format("{}:{}", name, fmt::join(numbers, ",")));
  }
  return fmt::format("{}", fmt::join(words, " | "));
}

}  // namespace

std::string canonical_addressing(const std::string& text) {
  const std::string stages = canonical_stages(text);
  for (const SchemeEntry& scheme : all_schemes())
    if (stages == scheme.pipeline) return scheme.name;
  return stages;
}

std::optional<double> parse_start(const std::string& argument) {
  if (argument.empty()) return 0.0;
  const std::optional<double> start = parse_number<double>(argument);
  return start && std::isfinite(*start) ? start : std::nullopt;
}

std::optional<int> parse_count(const std::string& argument) {
  constexpr int kMost = 1000000;  // sizes computed from it do not overflow
  const std::optional<int> count = parse_number<int>(argument);
  return count && *count >= 1 && *count <= kMost ? count : std::nullopt;
}

std::optional<std::vector<bool>> parse_words(const std::string& argument, std::initializer_list<const char*> words) {
  std::vector<bool> given(words.size(), false);
  if (argument.empty()) return given;
  for (const std::string& part : split_text(argument, ',')) {
    const auto word = std::ranges::find(words, part);
    if (word == words.end()) return std::nullopt;
    given[static_cast<std::size_t>(word - words.begin())] = true;
  }
  return given;
}

namespace {

// Makes a stage. Throws an Error that starts with `where` for an unknown name, and for a missing or invalid argument.
std::unique_ptr<Stage> make_stage(const std::string& name, const std::string& argument, const std::string& where) {
  const auto entry = std::ranges::find_if(all_stages(), [&](const StageEntry& e) { return name == e.name; });
  if (entry == all_stages().end()) {
    for (const SchemeEntry& scheme : all_schemes())
      if (name == scheme.name)
        fail(ErrorKind::usage, "{}, is a whole scheme, which cannot be a stage of another; write its stages: {}", where,
             scheme.pipeline);
    std::vector<std::string> known;
    for (const StageEntry& e : all_stages()) known.emplace_back(e.name);
    for (const SchemeEntry& e : all_schemes()) known.emplace_back(e.name);
    fail(ErrorKind::usage, "{}, is unknown{}; 'memnet list' shows all stages and schemes", where,
         suggestion(new_name("scheme", name).empty() ? "stage" : "scheme", name, known));
  }
  if (argument.empty() && entry->needs_argument())
    fail(ErrorKind::usage, "{}, needs an argument: {}:{}", where, name, entry->argument);
  if (!argument.empty() && !entry->takes_argument())
    fail(ErrorKind::usage, "{}, takes no argument; write {}", where, name);
  std::unique_ptr<Stage> stage = entry->make(argument);
  if (stage == nullptr)
    fail(ErrorKind::usage, "{}, has an invalid argument; write {}:{}", where, name, entry->argument);
  return stage;
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
  for (const std::string& word : split_text(text_, '|')) {
    const auto [name, argument] = parse_stage(word);
    const std::string where = fmt::format("addressing '{}': stage {}, '{}'", text_, written.size() + 1, word);
    std::unique_ptr<Stage> stage = make_stage(name, argument, where);
    if (stage->input() != value)
      fail(ErrorKind::usage, "{}, takes {}, but {}", where, words(stage->input()),
           written.empty() ? "the first stage gets nothing; begin with a score such as 'cosine'"
                           : fmt::format("the stage before it gives {}", words(value)));
    value = stage->output();
    written.push_back({name, where, std::move(stage), slots});
  }
  // A stage may make more numbers than it takes, so sizes are known from the last one on.
  for (std::size_t i = written.size() - 1; i > 0; --i)
    written[i - 1].slots = written[i].stage->scores_for(written[i].slots);
  for (Written& w : written) {
    if (const std::string why = w.stage->unsupported_reason(w.slots, width); !why.empty())
      fail(ErrorKind::usage, "{}, {}", w.where, why);
    add_stage(w.name, std::move(w.stage), w.slots, width);
  }
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
  stages_.push_back({.stage = std::move(stage),
                     .trace_name = std::move(trace_name),
                     .first_emitted = emitted_.size(),
                     .emitted = emitted.size(),
                     .first_parameter = parameters_.size(),
                     .parameters = parameters.size(),
                     .first_state = state_.size(),
                     .state = state.size(),
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

Var Pipeline::address(Var emission, const HeadInputs& inputs) const { return apply_stages(emission, inputs, false); }

Var Pipeline::scores(Var emission, const HeadInputs& inputs) const { return apply_stages(emission, inputs, true); }

Var Pipeline::apply_stages(Var emission, const HeadInputs& inputs, bool until_normalizer) const {
  Tape& tape = inputs.memory.tape();
  const std::span<const Var> emitted = segments_.empty() ? std::span<const Var>() : split(emission, segments_);
  for (std::size_t i = 0; i < emitted.size(); ++i)
    tape.trace(emitted_names_[i], emitted_[i].role, emitted_[i].axis, emitted[i]);
  Var value;
  for (const PlacedStage& placed : stages_) {
    if (placed.normalizes() && until_normalizer) break;
    if (placed.normalizes() && inputs.empty_slot_mask) value = add(value, inputs.empty_slot_mask);
    const std::span<State> trackers = tape.arena().allocate_array<State>(placed.trackers.size());
    std::ranges::transform(placed.trackers, trackers.begin(), [&](std::size_t i) { return inputs.trackers[i]; });
    value = placed.stage->apply({.memory = inputs.memory,
                                 .previous = inputs.previous,
                                 .oracle_weighting = inputs.oracle_weighting,
                                 .reader = inputs.reader,
                                 .parameters = inputs.parameters.subspan(placed.first_parameter, placed.parameters),
                                 .emitted = emitted.subspan(placed.first_emitted, placed.emitted),
                                 .input = value,
                                 .trackers = trackers,
                                 .state = inputs.state.subspan(placed.first_state, placed.state),
                                 .state_after = inputs.state_after.subspan(placed.first_state, placed.state),
                                 .head = inputs.head,
                                 .heads = inputs.heads});
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

bool Pipeline::uses_previous() const {
  return std::ranges::any_of(stages_, [](const PlacedStage& placed) { return placed.stage->uses_previous(); });
}

bool Pipeline::uses_reader() const {
  return std::ranges::any_of(stages_, [](const PlacedStage& placed) { return placed.stage->uses_reader(); });
}

bool Pipeline::sums_to_one() const {
  return std::ranges::all_of(stages_, [](const PlacedStage& placed) { return placed.stage->sums_to_one(); });
}

bool Pipeline::needs_oracle() const {
  return std::ranges::any_of(stages_, [](const PlacedStage& placed) { return placed.stage->needs_oracle(); });
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
