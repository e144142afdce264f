#include "memnet/addressing/pipeline.hpp"

#include <algorithm>
#include <cmath>

#include "memnet/base/error.hpp"
#include "memnet/base/table.hpp"
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

int numbers_in(const std::vector<EmittedVector>& wanted) {
  int numbers = 0;
  for (const EmittedVector& emitted : wanted) numbers += emitted.piece.size;
  return numbers;
}

const char* words(StageValue signal) {
  switch (signal) {
    case StageValue::nothing: return "nothing";
    case StageValue::scores: return "scores";
    case StageValue::weighting: return "a weighting";
  }
  return "";
}

}  // namespace

std::optional<double> parse_start(const std::string& argument) {
  if (argument.empty()) return 0.0;
  const std::optional<double> start = parse_number<double>(argument);
  return start && std::isfinite(*start) ? start : std::nullopt;
}

std::optional<int> parse_count(const std::string& argument) {
  constexpr int kMost = 1000000;  // so that sizes made of it are far from overflowing
  const std::optional<int> count = parse_number<int>(argument);
  return count && *count >= 1 && *count <= kMost ? count : std::nullopt;
}

Pipeline::Pipeline(const std::string& text, int slots, int width) {
  text_ = trimmed(text);
  for (const SchemeEntry& scheme : all_schemes())
    if (text_ == scheme.name) text_ = scheme.pipeline;

  std::vector<std::string> known;
  for (const StageEntry& entry : all_stages()) known.emplace_back(entry.name);
  for (const SchemeEntry& scheme : all_schemes()) known.emplace_back(scheme.name);

  StageValue travelling = StageValue::nothing;
  int place = 0;
  for (const std::string& word : split_text(text_, '|')) {
    ++place;
    const std::string name(trimmed(std::string_view(word).substr(0, word.find(':'))));
    const std::string argument(
        word.find(':') == word.npos ? "" : trimmed(std::string_view(word).substr(word.find(':') + 1)));
    const std::string where = fmt::format("addressing '{}': stage {}, '{}'", text_, place, word);
    const auto entry = std::ranges::find_if(all_stages(), [&](const StageEntry& e) { return name == e.name; });
    if (entry == all_stages().end()) {
      const std::string guess = nearest(name, known);
      fail(ErrorKind::usage, "{}, is unknown{}; 'memnet list' shows all stages and schemes", where,
           guess.empty() ? "" : fmt::format("; did you mean '{}'?", guess));
    }
    if (argument.empty() && entry->needs_argument())
      fail(ErrorKind::usage, "{}, needs an argument: {}:{}", where, name, entry->argument);
    if (!argument.empty() && !entry->takes_argument())
      fail(ErrorKind::usage, "{}, takes no argument; write {}", where, name);
    std::unique_ptr<Stage> stage = entry->make(argument);
    if (stage == nullptr)
      fail(ErrorKind::usage, "{}, has an impossible argument; write {}:{}", where, name, entry->argument);
    if (stage->input() != travelling)
      fail(ErrorKind::usage, "{}, takes {}, but {}", where, words(stage->input()),
           place == 1 ? "as the first stage it is given nothing; begin with a score such as 'cosine'"
                      : fmt::format("the stage before it gives {}", words(travelling)));
    if (const std::string why = stage->unsupported_reason(slots, width); !why.empty())
      fail(ErrorKind::usage, "{}, {}", where, why);
    travelling = stage->output();
    const std::vector<EmittedVector> wanted = stage->emission(slots, width);
    std::vector<double> start = stage->emission_start();
    start.resize(static_cast<std::size_t>(numbers_in(wanted)), 0.0);
    emission_start_.insert(emission_start_.end(), start.begin(), start.end());
    const std::vector<StageParameter> learned = stage->parameters(slots, width);
    stages_.push_back({.stage = std::move(stage),
                       .first_emitted = emitted_.size(),
                       .emitted = wanted.size(),
                       .first_learned = parameters_.size(),
                       .learned = learned.size()});
    emitted_.insert(emitted_.end(), wanted.begin(), wanted.end());
    for (const StageParameter& p : learned) parameters_.push_back({name + "/" + p.name, p.rows, p.cols, p.init});
  }
  if (travelling != StageValue::weighting)
    fail(ErrorKind::usage, "addressing '{}': ends with {}, not with a weighting; add a normaliser such as 'softmax'",
         text_, words(travelling));
  for (const EmittedVector& emitted : emitted_) pieces_.push_back(emitted.piece);
}

Var Pipeline::address(Var emission, const HeadInputs& scene) const { return address(emission, scene, false); }

Var Pipeline::scores(Var emission, const HeadInputs& scene) const { return address(emission, scene, true); }

Var Pipeline::address(Var emission, const HeadInputs& scene, bool only_scores) const {
  Tape& tape = scene.memory.tape();
  const std::span<const Var> emitted = pieces_.empty() ? std::span<const Var>() : split(emission, pieces_);
  for (std::size_t i = 0; i < emitted.size(); ++i) tape.mark(emitted_[i].name, emitted[i], emitted_[i].axis);
  Var signal;
  for (const Placed& place : stages_) {
    signal = place.stage->apply({.memory = scene.memory,
                                 .previous = scene.previous,
                                 .wanted = scene.wanted,
                                 .learned = scene.learned.subspan(place.first_learned, place.learned),
                                 .emitted = emitted.subspan(place.first_emitted, place.emitted),
                                 .signal = signal});
    tape.mark(place.stage->trace_name(), signal, "slot");
    if (only_scores) break;
    if (scene.absent && place.stage->output() == StageValue::scores) signal = add(signal, scene.absent);
  }
  return signal;
}

bool Pipeline::counts_slots() const {
  return !begins_with_scores() || breaks_symmetry() || std::ranges::any_of(stages_, [](const Placed& place) {
    return place.stage->input() == StageValue::weighting;
  });
}

bool Pipeline::breaks_symmetry() const {
  return std::ranges::any_of(stages_, [](const Placed& place) { return place.stage->breaks_symmetry(); });
}

bool Pipeline::uses_previous() const {
  return std::ranges::any_of(stages_, [](const Placed& place) { return place.stage->uses_previous(); });
}

bool Pipeline::needs_oracle() const {
  return std::ranges::any_of(stages_, [](const Placed& place) { return place.stage->needs_oracle(); });
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
