#include "memnet/addressing/choice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "memnet/base/text.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// Returns [N] for each example: g = -log(-log u) with u uniform, from the example's own stream. With `length` [1], an
// example has so many slots; it draws nothing for others, so that its draws do not depend on the longest example of the
// batch.
Var gumbel_noise(Tape& tape, int N, Var length) {
  const std::span<RandomStream> streams = tape.choosing().streams;
  const Var g = tape.constant(N, 1, static_cast<int>(streams.size()), 0);
  for (int b = 0; b < g.batch(); ++b) {
    const int slots = length ? static_cast<int>(*length.value(b)) : N;
    for (int i = 0; i < slots; ++i)
      g.value(b)[i] =
          static_cast<Scalar>(-std::log(-std::log(std::max(streams[static_cast<std::size_t>(b)].uniform(), 1e-16))));
  }
  return g;
}

// Traces the probability of the slot that has the largest weight.
void trace_probability(Var scores, Var w) {
  Tape& tape = scores.tape();
  if (tape.tracing())
    tape.trace("probability", TracedRole::probability, TracedAxis::single, read(softmax(scores), largest(w)));
}

}  // namespace

std::string ChoiceStage::unsupported_reason(int slots, int) const {
  return slots > 1 ? "" : "chooses a slot, but the memory has only one; take more slots, or 'softmax'";
}

Var ChoiceStage::apply(const StageInputs& inputs) const {
  Tape& tape = inputs.memory.tape();
  const Var scores = inputs.input;
  const Choosing& how = tape.choosing();
  if (how.way == Choosing::Way::most_probable) return most_probable(scores);
  if (how.entropy_bonus > 0)
    tape.add_loss("entropy_loss",
                  scale(tape.constant(1, 1, 1, static_cast<Scalar>(-how.entropy_bonus)), entropy(scores)));
  if (how.way == Choosing::Way::soft) return softmax(scores);
  const Var w = choose(inputs, scores, add(scores, gumbel_noise(tape, scores.rows(), inputs.length)));
  trace_probability(scores, w);
  return w;
}

Var most_probable(Var scores) {
  const Var w = largest(scores);
  trace_probability(scores, w);
  return w;
}

double Temperature::at(double progress) const { return first * std::pow(last / first, progress); }

Var Temperature::softmax_of(Var x) const {
  const Var inverse = x.tape().constant(1, 1, 1, static_cast<Scalar>(1 / at(x.tape().choosing().progress)));
  return softmax(scale(inverse, x));
}

std::optional<Temperature> parse_temperature(const std::string& argument) {
  constexpr double kLowest = 1e-3, kHighest = 1e3;
  const std::vector<std::string> words = split_text(argument, ',');
  const auto first = parse_number<double>(words.front()), last = parse_number<double>(words.back());
  const auto possible = [](std::optional<double> t) { return t && *t >= kLowest && *t <= kHighest; };
  if (words.size() > 2 || !possible(first) || !possible(last)) return std::nullopt;
  return Temperature{*first, *last};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
