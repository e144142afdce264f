// The laws of memories: every line of memories/table.def keeps them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "memnet/ops/ops.hpp"
#include "tests/laws/small_memories.hpp"
#include "tests/laws/state_sets.hpp"
#include "tests/support/gradients/gradient_check.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr int kController = 4, kBatch = 3;

std::span<const Scalar> example(Var x, int b) { return {x.value(b), static_cast<std::size_t>(x.size())}; }

class MemoryLaws : public testing::TestWithParam<MemorySetup> {
 protected:
  // Random outputs of a controller, for a number of steps; behind them annotations, if the memory reads some.
  std::vector<Input> controller_outputs(int steps, double scale) {
    std::vector<Input> all;
    for (int t = 0; t < steps; ++t) {
      all.push_back({"h" + std::to_string(t), {}});
      for (int b = 0; b < kBatch; ++b) {
        all.back().examples.emplace_back(kController, 1);
        for (Scalar& v : all.back().examples.back().numbers()) v = static_cast<Scalar>(scale * stream.normal());
      }
    }
    if (memory.needs_encoder()) all.push_back({"annotations", std::vector(kBatch, small_annotations())});
    return all;
  }

  // Runs the memory from its start. Returns its results in all steps.
  std::vector<Memory::Step> run(Tape& tape, std::span<const Var> h) const {
    std::vector<Memory::Step> steps;
    Annotations annotations;
    if (memory.needs_encoder()) annotations = annotations_of(h.back());
    State state = memory.start(tape, &annotations).state;
    for (const Var& output : h.first(h.size() - (memory.needs_encoder() ? 1 : 0))) {
      steps.push_back(
          memory.step(output, state, {.x = output, .item_shown = {}, .item_asked = {}, .annotations = &annotations}));
      state = steps.back().state;
    }
    return steps;
  }

  BuiltMemory built{GetParam(), kController};
  const Memory& memory = *built.memory;
  const std::vector<StatePart> parts = memory.state_parts();
  RandomStream stream{22, GetParam().name};
};

INSTANTIATE_TEST_SUITE_P(Memories, MemoryLaws, testing::ValuesIn(memories()),
                         [](const auto& info) { return info.param.name; });

TEST_P(MemoryLaws, ItsStateIsWhatItsPartsSay) {
  std::set<std::string> names;
  for (const StatePart& part : parts) EXPECT_TRUE(names.insert(part.name).second) << part.name << " is there twice";
  Tape tape;
  tape.bind(built.params);
  const std::vector<Var> h = place(tape, controller_outputs(2, 1));
  const Annotations annotations = memory.needs_encoder() ? annotations_of(h.back()) : Annotations();
  std::vector<Memory::Step> all = {memory.start(tape, &annotations)};
  for (const Memory::Step& step : run(tape, h)) all.push_back(step);
  for (const Memory::Step& step : all) {
    ASSERT_EQ(step.state.size(), parts.size());
    for (std::size_t i = 0; i < parts.size(); ++i) {
      EXPECT_EQ(step.state[i].rows(), parts[i].rows) << parts[i].name;
      EXPECT_EQ(step.state[i].cols(), parts[i].cols) << parts[i].name;
    }
    ASSERT_EQ(step.reads.size(), static_cast<std::size_t>(memory.reads()));
    for (const Var& read : step.reads) EXPECT_EQ(read.size(), memory.read_size());
  }
}

TEST_P(MemoryLaws, ItsStateStaysInItsSets) {
  Tape tape;
  tape.bind(built.params);
  const std::vector<Var> h = place(tape, controller_outputs(50, 3));
  std::vector<Memory::Step> all = run(tape, h);
  const Annotations annotations = memory.needs_encoder() ? annotations_of(h.back()) : Annotations();
  all.push_back(memory.start(tape, &annotations));
  for (const Memory::Step& step : all)
    for (std::size_t i = 0; i < parts.size(); ++i)
      for (int b = 0; b < step.state[i].batch(); ++b)
        ASSERT_TRUE(is_in(parts[i].set, example(step.state[i], b), parts[i].rows)) << parts[i].name;
}

TEST_P(MemoryLaws, ABatchIsExamplesSideBySide) {
  const std::vector<Input> outputs = controller_outputs(4, 1);
  Tape together;
  together.bind(built.params);
  const Memory::Step all = run(together, place(together, outputs)).back();
  for (int b = 0; b < kBatch; ++b) {
    std::vector<Input> one = outputs;
    for (Input& input : one) input.examples = {input.examples[static_cast<std::size_t>(b)]};
    Tape alone;
    alone.bind(built.params);
    const Memory::Step step = run(alone, place(alone, one)).back();
    const auto expect_same = [&](std::span<const Var> values, std::span<const Var> expected) {
      for (std::size_t i = 0; i < values.size(); ++i)
        for (int n = 0; n < values[i].size(); ++n) ASSERT_NEAR(values[i].value(b)[n], expected[i].value()[n], 1e-12);
    };
    expect_same(all.reads, step.reads);
    expect_same(all.state, step.state);
  }
}

// What the outputs of the controller and the parameters decide: everything that is read, and the state at the end.
std::vector<Var> outcome(const std::vector<Memory::Step>& steps) {
  std::vector<Var> all;
  for (const Memory::Step& step : steps) all.insert(all.end(), step.reads.begin(), step.reads.end());
  all.insert(all.end(), steps.back().state.begin(), steps.back().state.end());
  return all;
}

TEST_P(MemoryLaws, ExtremeEmissionsStayFinite) {
  AlignedVector<Scalar> gradient(built.params.values().size(), 0);
  Tape tape;
  tape.bind(built.params, gradient);
  const std::vector<Var> h = place(tape, controller_outputs(4, 1000));
  const std::vector<Var> values = outcome(run(tape, h));
  if (values.empty()) return;  // a memory that keeps nothing
  for (const Var& x : values)
    for (int b = 0; b < x.batch(); ++b) EXPECT_TRUE(is_in(StateSet::real, example(x, b), x.rows()));
  tape.backward(project(values));
  EXPECT_TRUE(is_in(StateSet::real, gradient, 1));
  for (const Var& x : h) EXPECT_TRUE(is_in(StateSet::real, {x.adjoint(), static_cast<std::size_t>(x.numbers())}, 1));
}

TEST_P(MemoryLaws, GradientThroughThreeStepsEqualsDifferences) {
  std::vector<Input> outputs = controller_outputs(3, 1);
  const auto compute = [&](Tape& tape, std::vector<Var>& h) {
    h = place(tape, outputs);
    return outcome(run(tape, h));
  };
  AlignedVector<Scalar> gradient(built.params.values().size(), 0);
  Tape tape;
  tape.bind(built.params, gradient);
  std::vector<Var> h;
  const std::vector<Var> values = compute(tape, h);
  if (values.empty()) return;
  tape.backward(project(values));
  const auto value = [&] {
    Tape again;
    again.bind(built.params);
    std::vector<Var> unused;
    return batch_sum(project(compute(again, unused)));
  };
  Verdict verdict;
  for (std::size_t t = 0; t < outputs.size(); ++t)
    for (int b = 0; b < kBatch; ++b)
      compare(verdict, outputs[t].name, outputs[t].examples[static_cast<std::size_t>(b)].numbers(),
              {h[t].adjoint(b), static_cast<std::size_t>(h[t].size())}, value);
  for (const Params::Entry& entry : built.params.entries())
    if (entry.trainable)
      compare(verdict, entry.name, built.params.values(entry),
              std::span(gradient).subspan(entry.offset, static_cast<std::size_t>(entry.size())), value);
  EXPECT_LE(verdict.error, 1e-6) << verdict.where;
}

// With actions that are taken or not, never in part, a memory is a plain data structure.
TEST_P(MemoryLaws, HardActionsMakeItAPlainDataStructure) {
  const std::unique_ptr<PlainMemory> plain = plain_memory(GetParam());
  if (plain == nullptr) GTEST_SKIP() << "there is no plain data structure for this setup";
  // A controller whose outputs are what the heads emit, one after the other.
  const auto is_map = [](const Params::Entry& entry) { return entry.name.ends_with("/weights"); };
  int emitted = 0, next = 0;
  for (const Params::Entry& entry : built.params.entries()) emitted += is_map(entry) ? entry.rows : 0;
  BuiltMemory driven(GetParam(), emitted);
  for (const Params::Entry& entry : driven.params.entries()) {
    if (!is_map(entry) && !entry.name.ends_with("/bias")) continue;
    const std::span<Scalar> numbers = driven.params.values(entry);
    std::ranges::fill(numbers, Scalar(0));
    for (int row = 0; is_map(entry) && row < entry.rows; ++row)
      numbers[static_cast<std::size_t>(next++ * entry.rows + row)] = 1;
  }
  Tape tape;
  tape.bind(driven.params);
  const Annotations annotations = annotations_of(tape.constant(small_annotations()));
  State state = driven.memory->start(tape, &annotations).state;
  for (int t = 0; t < 40; ++t) {
    const std::vector<Scalar> emission = plain->act(stream);
    ASSERT_EQ(emission.size(), static_cast<std::size_t>(emitted));
    const Var h = tape.constant(emitted, 1, 1, 0);
    std::ranges::copy(emission, h.value());
    const Memory::Step step =
        driven.memory->step(h, state, {.x = h, .item_shown = {}, .item_asked = {}, .annotations = &annotations});
    state = step.state;
    const std::vector<std::vector<Scalar>> expected = plain->read();
    ASSERT_EQ(step.reads.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i)
      for (std::size_t j = 0; j < expected[i].size(); ++j)
        ASSERT_NEAR(step.reads[i](static_cast<int>(j)), expected[i][j], 1e-9) << "step " << t << ", read " << i;
  }
}

TEST(Memories, EachIsAPlainDataStructureInSomeSetup) {
  for (const MemoryEntry& entry : all_memories())
    EXPECT_TRUE(std::ranges::any_of(memories(),
                                    [&](const MemorySetup& setup) {
                                      return setup.memory == entry.name &&
                                             (plain_memory(setup) != nullptr || make_memory(entry.name)->reads() == 0);
                                    }))
        << "add the plain data structure of " << entry.name << " to small_memories.cpp";
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
