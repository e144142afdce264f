// The laws of trackers: every line of addressing/trackers/table.def keeps them.
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <vector>

#include "memnet/addressing/trackers/tracker.hpp"
#include "memnet/ops/ops.hpp"
#include "tests/laws/random_state.hpp"
#include "tests/laws/state_sets.hpp"
#include "tests/support/gradients/gradient_check.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

void PrintTo(const TrackerEntry& entry, std::ostream* out) { *out << entry.name; }

namespace {

constexpr int kSlots = 6, kBatch = 2;
constexpr std::size_t kReaders = 2;

class TrackerLaws : public testing::TestWithParam<TrackerEntry> {
 protected:
  TrackerLaws() {
    for (const EmittedVector& vector : tracker->emission()) {
      segments.push_back(vector.segment);
      emission += vector.segment.size;
    }
  }

  // What a step is given, after the state: what each read head emits, then the weightings of all heads, read heads
  // first, before the step and in the step.
  std::vector<Input> sample_inputs() {
    std::vector<Input> inputs;
    const auto add = [&](const StatePart& part) {
      inputs.push_back({part.name, {}});
      for (int b = 0; b < kBatch; ++b) inputs.back().examples.push_back(sample(part, stream));
    };
    for (std::size_t i = 0; i < kReaders; ++i) add({"emission", std::max(1, emission)});
    for (std::size_t i = 0; i < 2 * (kReaders + writers); ++i)
      add({"weighting", kSlots, 1, TracedAxis::slot, i % 2 == 0 ? StateSet::simplex : StateSet::subsimplex});
    return inputs;
  }
  std::vector<Input> sample_state() {
    std::vector<Input> inputs;
    for (const auto& [part, start, learned] : state) {
      inputs.push_back({part.name, {}});
      for (int b = 0; b < kBatch; ++b) inputs.back().examples.push_back(sample(part, stream));
    }
    return inputs;
  }

  // Returns the state after a step.
  State step(State before, std::span<const Var> given) const {
    Tape& tape = before[0].tape();
    const std::span<std::span<const Var>> emitted = tape.arena().allocate_array<std::span<const Var>>(kReaders);
    for (std::size_t i = 0; i < kReaders; ++i)
      emitted[i] = segments.empty() ? std::span<const Var>() : split(given[i], segments);
    const std::span<const Var> last = given.subspan(kReaders, kReaders + writers);
    const std::span<const Var> now = given.last(kReaders + writers);
    State after = tracker->before_heads({last.first(kReaders), last.subspan(kReaders), emitted}, before);
    after = tracker->after_writers({last.first(kReaders), now.subspan(kReaders), emitted}, after);
    return tracker->after_heads({now.first(kReaders), now.subspan(kReaders), emitted}, after);
  }

  RandomStream stream{6, GetParam().name};
  const std::unique_ptr<Tracker> tracker = make_tracker(GetParam().name);
  const std::vector<InitialState> state = tracker->state(kSlots);
  const std::size_t writers = tracker->unsupported_reason(2).empty() ? 2 : 1;
  std::vector<Segment> segments;
  int emission = 0;
};

INSTANTIATE_TEST_SUITE_P(Trackers, TrackerLaws, testing::ValuesIn(all_trackers()),
                         [](const auto& info) { return std::string(info.param.name); });

TEST_P(TrackerLaws, ItsStateStaysInItsSets) {
  Tape tape;
  std::vector<Var> now = place(tape, sample_state());
  for (int t = 0; t < 50; ++t) {
    const State after = step(now, place(tape, sample_inputs()));
    ASSERT_EQ(after.size(), state.size()) << "after_heads() returns the state and nothing else";
    std::ranges::copy(after, now.begin());
    for (std::size_t k = 0; k < state.size(); ++k)
      for (int b = 0; b < now[k].batch(); ++b)
        ASSERT_TRUE(is_in(state[k].part.set, {now[k].value(b), static_cast<std::size_t>(now[k].size())}, now[k].rows()))
            << state[k].part.name << " in step " << t;
  }
}

TEST_P(TrackerLaws, GradientEqualsDifferences) {
  std::vector<Input> inputs = sample_state();
  for (Input& input : sample_inputs()) inputs.push_back(std::move(input));
  const Verdict verdict = check_gradient(
      [&](std::span<const Var> a) {
        const State after = step(a.first(state.size()), a.subspan(state.size()));
        return std::vector<Var>(after.begin(), after.end());
      },
      inputs);
  EXPECT_LE(verdict.error, 1e-6) << verdict.where;
}

// Slots have no order: if they are numbered in another way, the state is numbered in that way, and otherwise the same.
TEST_P(TrackerLaws, PermutedSlotsPermuteIt) {
  const int order[kSlots] = {3, 0, 5, 1, 4, 2};
  const auto permuted = [&](std::vector<Input> inputs) {
    for (Input& input : inputs)
      for (Matrix& x : input.examples) {
        const Matrix old = x;
        const bool rows = x.rows() == kSlots, cols = x.cols() == kSlots;
        for (int i = 0; i < x.rows(); ++i)
          for (int j = 0; j < x.cols(); ++j) x(i, j) = old(rows ? order[i] : i, cols ? order[j] : j);
      }
    return inputs;
  };
  Tape tape;
  const std::vector<Input> start = sample_state();
  std::vector<Var> now = place(tape, start), other = place(tape, permuted(start));
  for (int t = 0; t < 5; ++t) {
    const std::vector<Input> given = sample_inputs();
    std::ranges::copy(step(now, place(tape, given)), now.begin());
    std::ranges::copy(step(other, place(tape, permuted(given))), other.begin());
    for (std::size_t k = 0; k < state.size(); ++k) {
      const bool rows = now[k].rows() == kSlots, cols = now[k].cols() == kSlots;
      for (int b = 0; b < kBatch; ++b)
        for (int i = 0; i < now[k].rows(); ++i)
          for (int j = 0; j < now[k].cols(); ++j)
            ASSERT_NEAR(other[k](i, j, b), now[k](rows ? order[i] : i, cols ? order[j] : j, b), 1e-12)
                << state[k].part.name << " in step " << t;
    }
  }
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
