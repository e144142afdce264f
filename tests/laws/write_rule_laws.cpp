// The laws of write rules: every line of memories/rules/table.def keeps them.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <ostream>

#include "memnet/addressing/trackers/tracker.hpp"
#include "memnet/memories/rules/write_rule.hpp"
#include "tests/laws/random_state.hpp"
#include "tests/support/gradients/gradient_check.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr int kSlots = 5, kWidth = 3, kBatch = 3, kSlot = 2;

struct RuleText {
  std::string name, text;
};

void PrintTo(const RuleText& rule, std::ostream* out) { *out << rule.text; }

// Every rule, also with the argument 2 where it takes a number.
std::vector<RuleText> rules() {
  std::vector<RuleText> all;
  for (const WriteRuleEntry& entry : all_write_rules()) {
    if (!entry.needs_argument()) all.push_back({entry.name, entry.name});
    if (entry.takes_argument() && entry.make("2") != nullptr)
      all.push_back({fmt::format("{}_2", entry.name), fmt::format("{}:2", entry.name)});
  }
  return all;
}

class WriteRuleLaws : public testing::TestWithParam<RuleText> {
 protected:
  WriteRuleLaws() {
    for (const EmittedVector& vector : rule->emission(kSlots, kWidth)) {
      if (vector.role == TracedRole::written_vector) written = segments.size();
      segments.push_back(vector.segment);
      emission += vector.segment.size;
    }
    for (const std::string& text : rule->trackers()) trackers.push_back(make_tracker(text)->state(kSlots));
  }

  // The memory after `heads` heads have written. The inputs are the memory, for each head its weighting and its
  // emission before activation, and the states of the trackers.
  Var write(std::span<const Var> inputs, std::size_t heads) const {
    Tape& tape = inputs[0].tape();
    std::vector<WriteRule::Writing> writings;
    for (std::size_t i = 0; i < heads; ++i) writings.push_back({inputs[1 + 2 * i], split(inputs[2 + 2 * i], segments)});
    const std::span<State> states = tape.arena().allocate_array<State>(trackers.size());
    std::size_t next = 1 + 2 * heads;
    for (std::size_t i = 0; i < trackers.size(); ++i) {
      states[i] = inputs.subspan(next, trackers[i].size());
      next += trackers[i].size();
    }
    return rule->write(inputs[0], writings, states);
  }

  std::vector<Input> sample_inputs(std::size_t heads, Domain weighting, int memories = kBatch) {
    std::vector<Input> inputs{{"memory", {}}};
    const auto add = [&](const std::string& name, int examples, auto draw) {
      inputs.push_back({name, {}});
      for (int b = 0; b < examples; ++b) inputs.back().examples.push_back(draw());
    };
    for (int b = 0; b < memories; ++b) inputs[0].examples.push_back(sample(Domain::real, kSlots, kWidth, 1, stream));
    for (std::size_t i = 0; i < heads; ++i) {
      add(fmt::format("weighting {}", i), kBatch, [&] { return sample(weighting, kSlots, 1, 1, stream); });
      add(fmt::format("emission {}", i), kBatch, [&] { return sample(Domain::real, emission, 1, 1, stream); });
    }
    for (const std::vector<InitialState>& states : trackers)
      for (const InitialState& state : states) add(state.part.name, kBatch, [&] { return sample(state.part, stream); });
    return inputs;
  }

  // One head with all gates open, which writes with `weight` to one slot, the least used one.
  std::vector<Input> open_gates(Scalar weight) {
    std::vector<Input> inputs = sample_inputs(1, Domain::real);
    for (Matrix& w : inputs[1].examples) {
      w.assign(kSlots, 1);
      w(kSlot) = weight;
    }
    for (Matrix& xi : inputs[2].examples) {
      int at = 0;
      for (const Segment& segment : segments) {
        if (segment.activation == Activation::sigmoid)
          std::ranges::fill(xi.numbers().subspan(static_cast<std::size_t>(at), static_cast<std::size_t>(segment.size)),
                            Scalar(1000));
        at += segment.size;
      }
    }
    for (std::size_t i = 3; i < inputs.size(); ++i)
      for (Matrix& of_tracker : inputs[i].examples) of_tracker(kSlot) = 0;
    return inputs;
  }

  const std::unique_ptr<WriteRule> rule = make_write_rule(GetParam().text);
  RandomStream stream{31, GetParam().name};
  std::vector<Segment> segments;
  std::optional<std::size_t> written;  // the segment of the vector that is written
  int emission = 0;
  std::vector<std::vector<InitialState>> trackers;
};

INSTANTIATE_TEST_SUITE_P(Rules, WriteRuleLaws, testing::ValuesIn(rules()),
                         [](const auto& info) { return info.param.name; });

TEST_P(WriteRuleLaws, GradientEqualsDifferences) {
  for (const std::size_t heads : {1u, 2u})
    for (const int memories : {1, kBatch}) {
      const Function f = [&](std::span<const Var> a) { return std::vector{write(a, heads), a[0]}; };
      const Verdict verdict =
          check_gradient(f, sample_inputs(heads, rule->takes_features() ? Domain::real : Domain::simplex, memories));
      EXPECT_LE(verdict.error, 1e-6) << verdict.where;
    }
}

// With all gates open, a head without weight changes nothing. (A rule that reads a tracker may empty slots by it.)
TEST_P(WriteRuleLaws, AZeroWeightingChangesNothing) {
  if (!trackers.empty()) return;
  Tape tape;
  const std::vector<Var> inputs = place(tape, open_gates(0));
  const Var after = write(inputs, 1);
  for (int i = 0; i < after.numbers(); ++i) EXPECT_EQ(after.value()[i], inputs[0].value()[i]);
}

// With all gates open and all weight on one slot, the new vector replaces what that slot holds, or is added to it; the
// other slots stay as they are. An argument may change by how much, as that of delta:2 does.
TEST_P(WriteRuleLaws, AOneHotWeightingWritesToOneSlot) {
  if (GetParam().text.find(':') != std::string::npos || !written) return;
  Tape tape;
  const std::vector<Var> inputs = place(tape, open_gates(1));
  const Var M = inputs[0], after = write(inputs, 1), value = split(inputs[2], segments)[*written];
  for (int b = 0; b < kBatch; ++b) {
    double added = 0, replaced = 0;
    for (int j = 0; j < kWidth; ++j) {
      for (int i = 0; i < kSlots; ++i) EXPECT_TRUE(i == kSlot || after(i, j, b) == M(i, j, b)) << "slot " << i;
      replaced = std::max<double>(replaced, std::abs(after(kSlot, j, b) - value(j, 0, b)));
      added = std::max<double>(added, std::abs(after(kSlot, j, b) - M(kSlot, j, b) - value(j, 0, b)));
    }
    EXPECT_LE(std::min(added, replaced), 1e-12) << "example " << b;
  }
}

TEST_P(WriteRuleLaws, StaysFiniteForExtremeEmissions) {
  for (const double strength : {0.0, 100.0, 1e8}) {
    std::vector<Input> inputs = sample_inputs(2, Domain::simplex);
    for (const std::size_t head : {2u, 4u})
      for (Matrix& xi : inputs[head].examples)
        for (Scalar& number : xi.numbers()) number *= static_cast<Scalar>(strength);
    Tape tape;
    const Var after = write(place(tape, inputs), 2);
    EXPECT_TRUE(std::all_of(after.value(), after.value() + after.numbers(), [](Scalar x) { return std::isfinite(x); }));
  }
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
