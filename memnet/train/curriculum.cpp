#include "memnet/train/curriculum.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr double kMost = 2e9;  // of sequences and lengths

bool is_count(double x) { return x >= 1 && x <= kMost && x == std::floor(x); }

// Returns the numbers behind "NAME:", nothing if the text does not begin with it or something else follows.
std::optional<std::vector<double>> numbers_behind(std::string_view name, const std::string& text) {
  const std::size_t colon = text.find(':');
  if (colon == text.npos || trimmed(std::string_view(text).substr(0, colon)) != name) return std::nullopt;
  std::vector<double> numbers;
  for (const std::string& part : split_text(text.substr(colon + 1), ',')) {
    const std::optional<double> number = parse_number<double>(part);
    if (!number) return std::nullopt;
    numbers.push_back(*number);
  }
  return numbers;
}

}  // namespace

Curriculum::Rule Curriculum::rule_of(const std::string& text) {
  if (trimmed(text) == "none") return {};
  if (const auto n = numbers_behind("linear", text); n && n->size() == 2 && is_count((*n)[0]) && is_count((*n)[1]))
    return {.kind = Kind::linear, .from = (*n)[0], .every = (*n)[1]};
  if (const auto n = numbers_behind("double", text);
      n && n->size() == 3 && is_count((*n)[0]) && (*n)[1] > 0 && (*n)[1] < kMost && is_count((*n)[2]))
    return {.kind = Kind::doubling, .from = (*n)[0], .bound = (*n)[1], .every = (*n)[2]};
  fail(ErrorKind::usage,
       "train.curriculum = {}: expected none, linear:FROM,EVERY or double:FROM,BOUND,EVERY with whole numbers FROM and "
       "EVERY from 1 on, such as linear:3,10000 or double:4,0.01,1000",
       text);
}

std::string Curriculum::canonical(const std::string& text) {
  const Rule rule = rule_of(text);
  if (rule.kind == Kind::linear) return fmt::format("linear:{:.0f},{:.0f}", rule.from, rule.every);
  if (rule.kind == Kind::doubling) return fmt::format("double:{:.0f},{},{:.0f}", rule.from, rule.bound, rule.every);
  return "none";
}

void Curriculum::declare(const Options::Section& options) {
  options.add(
      "curriculum", text_, canonical,
      "longest length of training sequences, up to that of the task: none: that of the task; "
      "linear:FROM,EVERY: FROM at first, one more after every EVERY sequences; double:FROM,BOUND,EVERY: FROM at "
      "first, doubled after each EVERY sequences whose mean loss is below BOUND nats per scored answer");
  rule_ = rule_of(text_);
}

void Curriculum::require_possible(const TaskSpec& spec) const {
  if (rule_.kind == Kind::none || (rule_.from >= spec.shortest && rule_.from < spec.longest)) return;
  if (spec.shortest == spec.longest)
    fail(ErrorKind::usage, "train.curriculum = {}: all training sequences of this task have the length {}; take none",
         text_, spec.longest);
  fail(ErrorKind::usage,
       "train.curriculum = {}: begins at the length {}; expected one from {}, the shortest of the task, to {}, one "
       "below "
       "the longest",
       text_, rule_.from, spec.shortest, spec.longest - 1);
}

CurriculumState Curriculum::start() const { return {.longest = rule_.kind == Kind::doubling ? rule_.from : 0}; }

int Curriculum::longest(const TaskSpec& spec, const CurriculumState& state, std::uint64_t sequences) const {
  if (rule_.kind == Kind::none) return spec.longest;
  const double longest = rule_.kind == Kind::doubling
                             ? state.longest
                             : rule_.from + std::floor(static_cast<double>(sequences) / rule_.every);
  return static_cast<int>(std::clamp<double>(longest, spec.shortest, spec.longest));
}

void Curriculum::add(const TaskSpec& spec, CurriculumState& state, double sequences, double scored, double nats) const {
  if (rule_.kind != Kind::doubling) return;
  state.sequences += sequences;
  state.scored += scored;
  state.nats += nats;
  if (state.sequences < rule_.every) return;
  const bool is_below = state.nats < rule_.bound * state.scored;
  state = {.longest = is_below ? std::min<double>(2 * state.longest, spec.longest) : state.longest};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
