#include "memnet/addressing/pipeline.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "memnet/base/error.hpp"
#include "memnet/base/old_names.hpp"
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

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t");
  return first == text.npos ? "" : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string> split(const std::string& text, char mark) {
  std::vector<std::string> parts;
  std::size_t from = 0;
  for (std::size_t at; (at = text.find(mark, from)) != text.npos; from = at + 1)
    parts.push_back(trimmed(text.substr(from, at - from)));
  parts.push_back(trimmed(text.substr(from)));
  return parts;
}

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
  }
  return "";
}

}  // namespace

std::optional<double> parse_start(const std::string& argument) {
  double start = 0;
  const char* end = argument.data() + argument.size();
  const auto [stop, problem] = std::from_chars(argument.data(), end, start);
  if (!argument.empty() && (problem != std::errc() || stop != end || !std::isfinite(start))) return std::nullopt;
  return start;
}

std::optional<int> parse_count(const std::string& argument) {
  constexpr int kMost = 1000000;  // sizes computed from it do not overflow
  int count = 0;
  const char* end = argument.data() + argument.size();
  const auto [stop, problem] = std::from_chars(argument.data(), end, count);
  if (problem != std::errc() || stop != end || count < 1 || count > kMost) return std::nullopt;
  return count;
}

Pipeline::Pipeline(const std::string& text, int slots, int width) {
  text_ = trimmed(text);
  for (const SchemeEntry& scheme : all_schemes())
    if (text_ == scheme.name) text_ = scheme.pipeline;

  std::vector<std::string> known;
  for (const StageEntry& entry : all_stages()) known.emplace_back(entry.name);
  for (const SchemeEntry& scheme : all_schemes()) known.emplace_back(scheme.name);

  StageValue value = StageValue::nothing;  // what the next stage takes
  int place = 0;
  for (const std::string& word : split(text_, '|')) {
    ++place;
    const std::string name = trimmed(word.substr(0, word.find(':')));
    const std::string argument = word.find(':') == word.npos ? "" : trimmed(word.substr(word.find(':') + 1));
    const std::string where = fmt::format("addressing '{}': stage {}, '{}'", text_, place, word);
    const auto entry = std::ranges::find_if(all_stages(), [&](const StageEntry& e) { return name == e.name; });
    if (entry == all_stages().end())
      fail(ErrorKind::usage, "{}, is unknown{}; 'memnet list' shows all stages and schemes", where,
           suggestion(new_name("scheme", name).empty() ? "stage" : "scheme", name, known));
    if (argument.empty() && entry->needs_argument())
      fail(ErrorKind::usage, "{}, needs an argument: {}:{}", where, name, entry->argument);
    if (!argument.empty() && !entry->takes_argument())
      fail(ErrorKind::usage, "{}, takes no argument; write {}", where, name);
    std::unique_ptr<Stage> stage = entry->make(argument);
    if (stage == nullptr)
      fail(ErrorKind::usage, "{}, has an invalid argument; write {}:{}", where, name, entry->argument);
    if (stage->input() != value)
      fail(ErrorKind::usage, "{}, takes {}, but {}", where, words(stage->input()),
           place == 1 ? "the first stage gets nothing; begin with a score such as 'cosine'"
                      : fmt::format("the stage before it gives {}", words(value)));
    if (const std::string why = stage->unsupported_reason(slots, width); !why.empty())
      fail(ErrorKind::usage, "{}, {}", where, why);
    value = stage->output();
    const std::vector<EmittedVector> emitted = stage->emission(slots, width);
    std::vector<double> start = stage->emission_start();
    start.resize(numbers_in(emitted), 0.0);
    emission_start_.insert(emission_start_.end(), start.begin(), start.end());
    const std::vector<StageParameter> parameters = stage->parameters(slots, width);
    stages_.push_back({.stage = std::move(stage),
                       .first_emitted = emitted_.size(),
                       .emitted = emitted.size(),
                       .first_parameter = parameters_.size(),
                       .parameters = parameters.size()});
    emitted_.insert(emitted_.end(), emitted.begin(), emitted.end());
    for (const StageParameter& p : parameters) parameters_.push_back({name + "/" + p.name, p.rows, p.cols, p.init});
  }
  if (value != StageValue::weighting)
    fail(ErrorKind::usage, "addressing '{}': ends with {}, not with a weighting; add a normalizer such as 'softmax'",
         text_, words(value));
  for (const EmittedVector& vector : emitted_) segments_.push_back(vector.segment);
}

Var Pipeline::address(Var emission, const HeadInputs& inputs) const { return apply_stages(emission, inputs, false); }

Var Pipeline::scores(Var emission, const HeadInputs& inputs) const { return apply_stages(emission, inputs, true); }

Var Pipeline::apply_stages(Var emission, const HeadInputs& inputs, bool until_normalizer) const {
  Tape& tape = inputs.memory.tape();
  const std::span<const Var> emitted = segments_.empty() ? std::span<const Var>() : split(emission, segments_);
  for (std::size_t i = 0; i < emitted.size(); ++i) tape.mark(emitted_[i].name, emitted[i], emitted_[i].axis);
  Var value;
  for (const PlacedStage& placed : stages_) {
    if (placed.normalizes() && until_normalizer) break;
    if (placed.normalizes() && inputs.empty_slot_mask) value = add(value, inputs.empty_slot_mask);
    value = placed.stage->apply({.memory = inputs.memory,
                                 .previous = inputs.previous,
                                 .oracle_weighting = inputs.oracle_weighting,
                                 .parameters = inputs.parameters.subspan(placed.first_parameter, placed.parameters),
                                 .emitted = emitted.subspan(placed.first_emitted, placed.emitted),
                                 .input = value});
    tape.mark(placed.stage->trace_name(), value, "slot");
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

bool Pipeline::needs_oracle() const {
  return std::ranges::any_of(stages_, [](const PlacedStage& placed) { return placed.stage->needs_oracle(); });
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
