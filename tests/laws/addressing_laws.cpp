// The laws of addressing: every scheme, and every stage in the shortest pipeline that it fits into.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <numeric>
#include <ostream>
#include <utility>

#include "memnet/addressing/pipeline.hpp"
#include "memnet/addressing/trackers/tracker.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/ops.hpp"
#include "tests/laws/random_state.hpp"
#include "tests/laws/small_pipelines.hpp"
#include "tests/laws/state_sets.hpp"
#include "tests/support/gradients/gradient_check.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr int kSlots = 8, kWidth = 4, kBatch = 3;
// How many inputs of a head come before its parameters, see sample_inputs().
constexpr std::size_t kGiven = 5;

struct Scheme {
  std::string name;
  std::string text;
};

void PrintTo(const Scheme& scheme, std::ostream* out) { *out << scheme.text; }

std::vector<Scheme> schemes() {
  std::vector<Scheme> all;
  for (const SchemeEntry& entry : all_schemes()) {
    all.push_back({fmt::format("scheme_{}", entry.name), entry.name});
  }
  for (const StageEntry& entry : all_stages())
    all.push_back({fmt::format("stage_{}", entry.name), smallest_pipeline(entry)});
  // Arguments that change what a stage computes.
  all.push_back({"cosine_of_a_dnc_with_a_mask", "cosine:1,mask | softmax"});
  all.push_back({"cosine_of_mann", "cosine:none,tanh,rooted | softmax"});
  all.push_back({"slots_of_mann", "least_used | reader"});
  all.push_back({"slots_of_mann_for_each_head", "least_used:ranked | reader"});
  all.push_back({"avoidance_before_the_strength", "cosine:1,none | avoid:0.04 | strength | softmax"});
  for (const char* window : {"both", "free", "step_1"})
    all.push_back({fmt::format("window_{}", window), std::string(window) == "step_1"
                                                         ? "window:step,1 | softmax"
                                                         : fmt::format("window:{} | softmax", window)});
  all.push_back({"mixture_with_a_window", "dot | softmax | mix(window:step | softmax)"});
  all.push_back({"mixture_in_a_mixture", "dot | avoid | softmax | mix(least_used | mix(lie | inverse_square | gate))"});
  for (const char* local : {"monotonic,2", "predicted", "predicted,3,6", "predicted,65536"}) {
    std::string name = std::string("local_") + local;
    std::ranges::replace(name, ',', '_');
    all.push_back({name, std::string("dot | local:") + local});
  }
  all.push_back({"sharp_links", "cosine:1 | softmax | links:sharp"});
  return all;
}

class SchemeLaws : public testing::TestWithParam<Scheme> {
 protected:
  SchemeLaws() {
    for (const std::string& text : pipeline.trackers()) trackers.emplace_back(make_tracker(text));
  }

  RandomStream stream{5, GetParam().name};
  const Pipeline pipeline{GetParam().text, kSlots, kWidth};
  // The trackers that it reads, each together with a write head and two read heads, both of which are the reader.
  struct Tracked {
    explicit Tracked(std::unique_ptr<Tracker> its_tracker) : tracker(std::move(its_tracker)) {
      for (const EmittedVector& vector : tracker->emission()) segments.push_back(vector.segment);
    }
    int emission() const {
      return std::transform_reduce(segments.begin(), segments.end(), 0, std::plus(), [](Segment s) { return s.size; });
    }
    // What stages read, for the state, the emission of both read heads, and the weightings.
    State now(State before, Var emission, Var read, Var written) const {
      const std::span<const Var> emitted = segments.empty() ? std::span<const Var>() : split(emission, segments);
      const Var reads[] = {read, read};
      const std::span<const Var> both_emitted[] = {emitted, emitted};
      const Tracker::Heads heads{reads, {&written, 1}, both_emitted};
      return tracker->after_writers(heads, tracker->before_heads(heads, before));
    }

    std::unique_ptr<Tracker> tracker;
    std::vector<Segment> segments;
  };
  std::vector<Tracked> trackers;
  const Function address = [this](std::span<const Var> a) {
    const HeadInputs inputs = head_inputs(a);
    // What is kept too, and the memory, for schemes that depend on no other variable.
    std::vector<Var> outputs{pipeline.address(a[0], inputs), a[1]};
    outputs.insert(outputs.end(), inputs.state_after.begin(), inputs.state_after.end());
    return outputs;
  };

  // The inputs of a head from a, which has the order of sample_inputs().
  HeadInputs head_inputs(std::span<const Var> a) const {
    Arena& arena = a[0].tape().arena();
    std::size_t next = kGiven;
    const auto take = [&](std::size_t count) { return a.subspan(std::exchange(next, next + count), count); };
    const std::span<const Var> parameters = take(pipeline.parameters().size());
    const std::span<State> states = arena.allocate_array<State>(trackers.size());
    for (std::size_t i = 0; i < trackers.size(); ++i) {
      const State before = take(trackers[i].tracker->state(kSlots).size());
      states[i] = trackers[i].now(before, take(1)[0], a[4], a.back());
    }
    return {.memory = a[1],
            .previous = a[2],
            .parameters = parameters,
            .oracle_weighting = a[3],
            .reader = a[4],
            .trackers = states,
            .state = take(pipeline.state().size()),
            .state_after = arena.allocate_array<Var>(pipeline.state().size()),
            .head = 1,
            .heads = 2};
  }

  std::vector<Input> sample_inputs(double strength = 1) {
    std::vector<Input> inputs{
        {"emission", {}}, {"memory", {}}, {"previous", {}}, {"oracle_weighting", {}, false}, {"reader", {}}};
    for (int b = 0; b < kBatch; ++b) {
      inputs[0].examples.push_back(sample(Domain::real, std::max(1, pipeline.emission()), 1, 1, stream));
      inputs[1].examples.push_back(sample(Domain::real, kSlots, kWidth, 1, stream));
      inputs[2].examples.push_back(sample(Domain::simplex, kSlots, 1, 1, stream));
      for (Scalar& x : inputs[0].examples.back().numbers()) x *= strength;
      inputs[3].examples.emplace_back(kSlots, 1);
      inputs[3].examples.back()(b) = 1;
      inputs[4].examples.push_back(sample(Domain::simplex, kSlots, 1, 1, stream));
    }
    for (const Pipeline::Parameter& p : pipeline.parameters())
      inputs.push_back({p.name, {sample(Domain::real, p.rows, p.cols, 1, stream)}});
    const auto add_state = [&](const StatePart& part) {
      inputs.push_back({part.name, {}});
      for (int b = 0; b < kBatch; ++b) inputs.back().examples.push_back(sample(part, stream));
    };
    for (const Tracked& tracked : trackers) {
      for (const InitialState& state : tracked.tracker->state(kSlots)) add_state(state.part);
      add_state({"emission of the read head", std::max(1, tracked.emission())});
    }
    for (const InitialState& state : pipeline.state()) add_state(state.part);
    add_state({"written", kSlots, 1, TracedAxis::slot, StateSet::simplex});
    return inputs;
  }

  // Expects weightings, or finite features.
  void expect_weightings(std::span<const Input> inputs) const {
    Tape tape;
    const Var w = address(place(tape, inputs)).front();
    ASSERT_EQ(w.rows(), kSlots);
    ASSERT_EQ(w.cols(), 1);
    for (int b = 0; b < w.batch(); ++b) EXPECT_TRUE(is_in(pipeline.output_set(), {w.value(b), kSlots}, kSlots));
  }

  // Returns the largest number of the gradient by an input.
  double largest_gradient(std::size_t input) {
    const Gradients gradients = pull_back(address, sample_inputs());
    double largest = 0;
    for (const Matrix& of_example : gradients[input])
      for (const Scalar g : of_example.numbers()) largest = std::max(largest, std::abs(g));
    return largest;
  }
};

INSTANTIATE_TEST_SUITE_P(Schemes, SchemeLaws, testing::ValuesIn(schemes()),
                         [](const auto& info) { return info.param.name; });

TEST_P(SchemeLaws, GivesAWeighting) {
  for (int i = 0; i < 20; ++i) expect_weightings(sample_inputs());
}

TEST_P(SchemeLaws, GivesAWeightingForExtremeEmissions) {
  for (const double strength : {0.0, 100.0, 10000.0, 1e8}) expect_weightings(sample_inputs(strength));
}

// Every slot is what the key is least like; its scores are far below 0, if they have no bound.
TEST_P(SchemeLaws, GivesAWeightingForLowScores) {
  for (const double strength : {1.0, 100.0, 1e4, 1e8}) {
    std::vector<Input> inputs = sample_inputs();
    for (std::size_t b = 0; b < kBatch; ++b) {
      const Matrix& emission = inputs[0].examples[b];
      for (int i = 0; i < kSlots; ++i)
        for (int j = 0; j < std::min(kWidth, emission.rows()); ++j)
          inputs[1].examples[b](i, j) = -strength * (1 + 0.1 * i) * emission(j);
    }
    expect_weightings(inputs);
  }
}

TEST_P(SchemeLaws, GivesAWeightingForAnEmptyMemoryAndAOneHotStart) {
  std::vector<Input> inputs = sample_inputs();
  for (std::size_t b = 0; b < kBatch; ++b) {
    inputs[1].examples[b].assign(kSlots, kWidth);
    inputs[2].examples[b].assign(kSlots, 1);
    inputs[2].examples[b](0) = 1;
  }
  expect_weightings(inputs);
}

TEST_P(SchemeLaws, GradientEqualsDifferences) {
  const Verdict verdict = check_gradient(address, sample_inputs());
  EXPECT_LE(verdict.error, 1e-6) << verdict.where;
}

// Sharing memory and previous weighting among the examples, as a first step does.
TEST_P(SchemeLaws, GradientOfABroadcastStartEqualsDifferences) {
  std::vector<Input> inputs = sample_inputs();
  inputs[1].examples.resize(1);
  inputs[2].examples.resize(1);
  const Verdict verdict = check_gradient(address, inputs);
  EXPECT_LE(verdict.error, 1e-6) << verdict.where;
}

TEST_P(SchemeLaws, DeclaresWhetherItUsesThePreviousWeighting) {
  EXPECT_EQ(largest_gradient(2) > 1e-9, pipeline.uses_previous());
}

TEST_P(SchemeLaws, DeclaresWhetherItUsesTheReader) {
  if (!pipeline.trackers().empty()) return;  // they follow the reader too
  EXPECT_EQ(largest_gradient(4) > 1e-9, pipeline.uses_reader());
}

// A run file has the numbers of an axis under its name, beside what is traced.
TEST_P(SchemeLaws, NoTracedNameIsThatOfAnAxis) {
  for (const std::string& name : pipeline.emitted_names()) {
    EXPECT_NE(name, "step");
    EXPECT_FALSE(term_of<TracedAxis>(name)) << name;
  }
}

// What it keeps from step to step.
TEST_P(SchemeLaws, ItsStateStaysInItsSets) {
  Tape tape;
  std::vector<Var> kept(pipeline.state().size());
  for (int t = 0; t < 20; ++t) {
    std::vector<Var> leaves = place(tape, sample_inputs());
    // The state stands before the last input.
    if (t > 0) std::ranges::copy(kept, leaves.end() - 1 - static_cast<std::ptrdiff_t>(kept.size()));
    const std::vector<Var> outputs = address(leaves);
    for (std::size_t k = 0; k < kept.size(); ++k) {
      kept[k] = outputs[2 + k];
      const StatePart& part = pipeline.state()[k].part;
      ASSERT_EQ(kept[k].rows(), part.rows);
      ASSERT_EQ(kept[k].cols(), part.cols);
      for (int b = 0; b < kept[k].batch(); ++b)
        ASSERT_TRUE(is_in(part.set, {kept[k].value(b), static_cast<std::size_t>(kept[k].size())}, part.rows))
            << part.name << " in step " << t;
    }
  }
}

TEST_P(SchemeLaws, DeclaresWhetherItBreaksSymmetry) {
  std::vector<Input> inputs = sample_inputs();
  for (std::size_t b = 0; b < kBatch; ++b) {
    inputs[1].examples[b].assign(kSlots, kWidth, 0.5);
    inputs[2].examples[b].assign(kSlots, 1, 1.0 / kSlots);
    inputs[4].examples[b].assign(kSlots, 1, 1.0 / kSlots);
    for (std::size_t i = kGiven + pipeline.parameters().size(); i < inputs.size(); ++i)
      std::ranges::fill(inputs[i].examples[b].numbers(), 1.0 / kSlots);
  }
  Tape tape;
  const Var w = address(place(tape, inputs)).front();
  double spread = 0;
  for (int b = 0; b < kBatch; ++b)
    for (int i = 1; i < kSlots; ++i) spread = std::max(spread, std::abs(w(i, 0, b) - w(0, 0, b)));
  EXPECT_EQ(spread > 1e-9, pipeline.breaks_symmetry());
}

// A stage between the score and the normalizer must not be left out.
TEST_P(SchemeLaws, ItsScoresAreWhatTheNormalizerReceives) {
  if (!pipeline.text().ends_with("| softmax")) return;
  Tape tape;
  const std::vector<Var> leaves = place(tape, sample_inputs());
  const Var expected = address(leaves).front();
  const Var normalized = softmax(pipeline.scores(leaves[0], head_inputs(leaves)));
  for (int b = 0; b < expected.batch(); ++b)
    for (int i = 0; i < kSlots; ++i) EXPECT_EQ(normalized(i, 0, b), expected(i, 0, b));
}

TEST_P(SchemeLaws, ItsTextReadsBackToItself) {
  const Pipeline again(pipeline.text(), kSlots, kWidth);
  EXPECT_EQ(again.text(), pipeline.text());
  EXPECT_EQ(again.emission(), pipeline.emission());
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
