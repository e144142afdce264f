// The laws of wrappers: what steps a cell several times in every step.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "memnet/base/error.hpp"
#include "memnet/cells/machine.hpp"
#include "memnet/cells/wrappers/wrapper.hpp"
#include "tests/laws/small_models.hpp"
#include "tests/laws/state_sets.hpp"
#include "tests/support/gradients/gradient_check.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// The models around which there are wrappers in these laws: controllers alone, and machines of every memory.
std::vector<Setup> inner_models() {
  std::vector<Setup> all;
  for (const char* controller : {"rnn", "lstm", "gru"})
    all.push_back({controller, "machine", {{"memory", "none"}, {"controller", controller}}});
  for (const MemoryEntry& memory : all_memories())
    if (memory.name != std::string("none") && !make_memory(memory.name)->needs_encoder())
      all.push_back({memory.name, "machine", {{"memory", memory.name}}});
  all.push_back({"dnc", "dnc", {}});
  return all;
}

Built with_cell(const Setup& setup, const std::string& cell) {
  Setup wrapped = setup;
  wrapped.settings.emplace_back("cell", cell);
  return Built(wrapped);
}

std::vector<Scalar> all_numbers(std::span<const Var> values) {
  std::vector<Scalar> numbers;
  for (const Var x : values) numbers.insert(numbers.end(), x.value(), x.value() + x.numbers());
  return numbers;
}

// A wrapper around the cell of a model.
struct BuiltCell {
  BuiltCell(const Setup& setup, const std::string& wrapper, int inputs) : cell(wrapped(wrapper, make_machine_cell())) {
    std::vector<Setting> settings;
    for (const auto& [name, value] : setup.settings) settings.push_back({"model." + name, value, "test"});
    for (const char* size : {"model.slots", "model.width", "model.capacity", "model.controller.size"})
      settings.push_back({size, "4", "test"});
    Options options(settings);
    if (const PresetEntry* preset = find_preset(setup.model))
      options.section("model").prefer(preset_values(*preset), setup.model);
    cell->declare(options.section("model"));
    cell->build(Scope(params), inputs);
    params.initialize(11);
  }

  std::unique_ptr<Cell> cell;
  Params params;
};

StepInputs inputs_of(Var x) { return {.x = x, .item_shown = {}, .item_asked = {}}; }

class WrapperLaws : public testing::TestWithParam<Setup> {
 protected:
  Episode sample(int steps) { return sample_episode(steps, stream); }

  Var random_input(Tape& tape, int size) {
    const Var x = tape.constant(size, 1, 1, 0);
    std::generate_n(x.value(), size, [this] { return stream.normal(); });
    return x;
  }

  RandomStream stream{31, GetParam().name};
};
INSTANTIATE_TEST_SUITE_P(Cells, WrapperLaws, testing::ValuesIn(inner_models()),
                         [](const auto& info) { return info.param.name; });

TEST_P(WrapperLaws, OneInnerStepIsTheCellItself) {
  const std::vector<Episode> episodes{sample(3), sample(7)};
  const auto compute = [&](const std::string& cell) {
    Built built = with_cell(GetParam(), cell);
    Tape tape;
    tape.bind(built.params, built.gradient);
    const std::vector<Scalar> numbers = all_numbers(built.forward(tape, episodes));
    tape.reset();
    tape.bind(built.params, built.gradient);
    tape.backward(built.objective(tape, episodes).value);
    return std::pair(numbers, std::vector<Scalar>(built.gradient.begin(), built.gradient.end()));
  };
  const auto bare = compute("none");
  EXPECT_EQ(compute("repeat:1"), bare);
  EXPECT_EQ(compute("ponder:0.3,1"), bare);
}

TEST_P(WrapperLaws, RepeatStepsTheCellWithAFlagAtItsFirstInnerStep) {
  const BuiltCell repeated(GetParam(), "repeat:3", 2), bare(GetParam(), "none", 3);
  Tape tape, same;
  tape.bind(repeated.params);
  same.bind(bare.params);
  State state = repeated.cell->start(tape), expected = bare.cell->start(same);
  for (int t = 0; t < 3; ++t) {
    const Var x = random_input(tape, 2);
    const Cell::Step step = repeated.cell->step(inputs_of(x), state);
    state = step.state;
    for (int n = 0; n < 3; ++n) {
      const Var with_flag = same.constant(3, 1, 1, n == 0 ? 1 : 0);
      std::copy_n(x.value(), 2, with_flag.value());
      const Cell::Step inner = bare.cell->step(inputs_of(with_flag), expected);
      expected = inner.state;
      if (n < 2) continue;
      EXPECT_EQ(all_numbers({&step.output, 1}), all_numbers({&inner.output, 1}));
    }
    EXPECT_EQ(all_numbers(state), all_numbers(expected));
  }
}

// With halting units of 0 all weight is on the last inner step that is allowed.
TEST_P(WrapperLaws, PonderThatNeverHaltsIsRepeat) {
  const Episode episode = sample(5);
  const auto compute = [&](const std::string& cell) {
    Built built = with_cell(GetParam(), cell);
    if (const Params::Entry* bias = built.params.find("halting/bias")) built.params.values(*bias)[0] = -1000;
    Tape tape;
    tape.bind(built.params);
    return all_numbers(built.forward(tape, {&episode, 1}));
  };
  EXPECT_EQ(compute("ponder:0.01,4"), compute("repeat:4"));
}

// Shares that are no numbers never add up to one. The result is no number either, so divergence is seen.
TEST_P(WrapperLaws, PonderWithoutANumberStopsAtTheLastInnerStep) {
  Built built = with_cell(GetParam(), "ponder:0.01,4");
  built.params.values(*built.params.find("halting/bias"))[0] = std::numeric_limits<Scalar>::quiet_NaN();
  const Episode episode = sample(2);
  Tape tape;
  tape.bind(built.params);
  tape.enable_tracing(true);
  const std::vector<Scalar> numbers = all_numbers(built.forward(tape, {&episode, 1}));
  EXPECT_TRUE(std::ranges::any_of(numbers, [](Scalar x) { return std::isnan(x); }));
}

// Examples of a batch halt one after the other. Each has the bits that it has in any batch of this size, and the
// numbers that it has alone, where matrices are multiplied in another order.
TEST_P(WrapperLaws, EveryExampleHaltsByItself) {
  constexpr int kMost = 12;
  Built built = with_cell(GetParam(), fmt::format("ponder:0.05,{}", kMost));
  for (Scalar& weight : built.params.values(*built.params.find("halting/weights"))) weight *= 6;
  built.params.values(*built.params.find("halting/bias"))[0] = -1;
  std::vector<Episode> episodes;
  for (const int steps : {4, 1, 6, 3, 6}) episodes.push_back(sample(steps));
  struct Result {
    std::vector<std::vector<Scalar>> answers;  // of each step
    Scalar cost = 0;
    std::vector<std::ptrdiff_t> inner_steps;
  };
  const auto compute = [&](std::span<const Episode> batch, std::size_t b) {
    Tape tape;
    tape.enable_tracing(true);
    tape.bind(built.params);
    const std::span<const Var> answers = built.forward(tape, batch);
    const int example = static_cast<int>(b);
    Result result;
    for (const Var y : answers.first(static_cast<std::size_t>(batch[b].steps())))
      result.answers.emplace_back(y.value(example), y.value(example) + y.size());
    for (const Tape::Term& term : tape.terms())
      if (term.step < batch[b].steps()) result.cost += *term.value.value(example);
    for (const Tape::Traced& traced : tape.traced())
      if (traced.role == TracedRole::halting && traced.step < batch[b].steps())
        result.inner_steps.push_back(kMost -
                                     std::count(traced.value.value(example), traced.value.value(example) + kMost, 0));
    return result;
  };
  std::set<std::ptrdiff_t> numbers;
  double cost = 0;
  for (std::size_t b = 0; b < episodes.size(); ++b) {
    SCOPED_TRACE(fmt::format("episode {}", b));
    const Result among = compute(episodes, b), again = compute(std::vector(episodes.size(), episodes[b]), b),
                 alone = compute(std::span(episodes).subspan(b, 1), 0);
    EXPECT_EQ(among.answers, again.answers);
    EXPECT_EQ(among.cost, again.cost);
    EXPECT_EQ(among.inner_steps, alone.inner_steps);
    EXPECT_NEAR(among.cost, alone.cost, 1e-12);
    for (std::size_t t = 0; t < alone.answers.size(); ++t)
      for (std::size_t i = 0; i < alone.answers[t].size(); ++i)
        EXPECT_NEAR(among.answers[t][i], alone.answers[t][i], 1e-12) << "step " << t;
    numbers.insert(among.inner_steps.begin(), among.inner_steps.end());
    cost += alone.cost;
  }
  Tape tape;
  tape.bind(built.params);
  EXPECT_NEAR(built.objective(tape, episodes).auxiliary, cost, 1e-12) << "steps behind the end of an episode cost";
  EXPECT_GT(numbers.size(), 2u) << "the examples halt together";
}

// The ponder cost included; with the values of the episode computed once, and again for the pullbacks.
TEST_P(WrapperLaws, TheGradientOfTheObjectiveEqualsDifferences) {
  Built built = with_cell(GetParam(), "ponder:0.5,4");
  built.params.values(*built.params.find("halting/bias"))[0] = -0.5;
  const std::vector<Episode> episodes{sample(2), sample(5)};
  const auto objective = [&](Tape& tape) { return built.objective(tape, episodes).value; };
  const auto value = [&] {
    Tape tape;
    tape.bind(built.params);
    return batch_sum(objective(tape));
  };
  Tape tape;
  tape.bind(built.params, built.gradient);
  const Var kept = objective(tape);
  const double sum = batch_sum(kept);
  EXPECT_EQ(tape.terms().size(), 5u);
  tape.backward(kept);
  Verdict verdict;
  for (const Params::Entry& entry : built.params.entries())
    if (entry.trainable)
      compare(verdict, entry.name, built.params.values(entry),
              std::span(built.gradient).subspan(entry.offset, static_cast<std::size_t>(entry.size())), value);
  EXPECT_LE(verdict.error, 1e-6) << verdict.where;

  std::vector<Scalar> gradient(built.gradient.size());
  Tape recomputed;
  recomputed.set_budget(0);
  recomputed.bind(built.params, gradient);
  const Var again = objective(recomputed);
  EXPECT_EQ(batch_sum(again), sum);
  EXPECT_EQ(recomputed.terms().size(), 5u) << "each loss counts once";
  recomputed.backward(again);
  EXPECT_TRUE(std::ranges::equal(gradient, built.gradient));
}

// A mean of states is a state.
TEST_P(WrapperLaws, TheStateStaysInItsSets) {
  const BuiltCell built(GetParam(), "ponder:0.1,5", 2);
  const std::vector<StatePart> parts = built.cell->state_parts();
  Tape tape;
  tape.bind(built.params);
  State state = built.cell->start(tape);
  for (int t = 0; t < 30; ++t) {
    state = built.cell->step(inputs_of(random_input(tape, 2)), state).state;
    ASSERT_EQ(state.size(), parts.size());
    for (std::size_t i = 0; i < parts.size(); ++i)
      ASSERT_TRUE(is_in(parts[i].set, {state[i].value(), static_cast<std::size_t>(state[i].size())}, parts[i].rows))
          << parts[i].name << " after step " << t;
  }
}

TEST(Wrappers, HaveOneSpelling) {
  EXPECT_EQ(canonical_wrapper(" ponder : 1e-2, 20"), "ponder:0.01,20");
  EXPECT_EQ(canonical_wrapper("repeat:2"), "repeat:2");
  EXPECT_EQ(canonical_wrapper("none"), "none");
}

TEST(Wrappers, RefuseWhatTheyDoNotUnderstand) {
  const auto message = [](const std::string& text) -> std::string {
    try {
      wrapped(text, nullptr);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage);
      return error.what();
    }
    ADD_FAILURE() << text << " was accepted";
    return "";
  };
  for (const char* text : {"repeat:0", "repeat:1001", "repeat:1.5", "ponder:-1", "ponder:x", "ponder:nan",
                           "ponder:0.1,0", "ponder:0.1,2,3"})
    EXPECT_NE(message(text).find("has an invalid argument; write "), std::string::npos) << message(text);
  for (const char* text : {"repeat", "ponder", "ponder:"})
    EXPECT_NE(message(text).find("lacks its argument; write "), std::string::npos) << message(text);
  EXPECT_NE(message("pondr:0.1").find("did you mean 'ponder'"), std::string::npos) << message("pondr:0.1");
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
