// Attention statistics and cost of models whose numbers are known.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "program/experiment/attention_stats.hpp"
#include "program/experiment/experiment.hpp"
#include "program/text/printable.hpp"

namespace memnet {
namespace {

// Episodes of 5 steps: 3 to read, of which two show an item, and 2 to answer.
class FiveSteps : public Task {
 public:
  void declare(const Options::Section&) override {}
  TaskSpec spec() const override { return {.inputs = 1, .outputs = 1, .shortest = 1, .longest = 5}; }
  void sample(RandomStream&, int, Episode& episode) const override {
    episode.assign(1, 1, 5);
    episode.mask(0, 3) = episode.mask(0, 4) = 1;
    episode.item_shown(0, 0) = 1;
    episode.item_shown(0, 2) = 2;
  }
  Matrix oracle(const Episode&) const override { return {}; }
  double chance_errors(int) const override { return 0; }
  std::string render(const Episode&, const Matrix&) const override { return ""; }
};

// Heads with fixed weightings: sharp at the steps that count, uniform at all others.
class FixedHeads : public Model {
 public:
  void declare_options(const Options::Section&) override {}
  void build(Params&, const TaskSpec&) override {}
  std::span<const Var> forward(Tape& tape, const Batch& batch) const override {
    const auto trace = [&](const char* head, TracedKind kind, TracedRole role, std::initializer_list<Scalar> numbers) {
      const Var value = tape.constant(static_cast<int>(numbers.size()), 1, batch.size, 0);
      for (int b = 0; b < batch.size; ++b) std::ranges::copy(numbers, value.value(b));
      const Tape::TraceScope scope(tape, head, kind);
      tape.trace("any name", role, TracedAxis::slot, value);
    };
    const auto read = [&](TracedRole role, std::initializer_list<Scalar> numbers) {
      trace("read0", TracedKind::read, role, numbers);
    };
    const auto write = [&](TracedRole role, std::initializer_list<Scalar> numbers) {
      trace("write0", TracedKind::write, role, numbers);
    };
    for (int t = 0; t < batch.steps(); ++t) {
      tape.set_step(t);
      t < 3 ? read(TracedRole::weighting, {.25, .25, .25, .25}) : read(TracedRole::weighting, {0, .5, .5, 0});
      t < 3 ? read(TracedRole::scores, {1, 1, 1, 1}) : read(TracedRole::scores, {-1, 7, 4, 6});
      // At step 1 nothing is shown that could be written.
      t == 1  ? write(TracedRole::weighting, {.25, .25, .25, .25})
      : t < 3 ? write(TracedRole::weighting, {0, 0, 0, .5})
              : write(TracedRole::weighting, {0, 0, 0, 0});
      write(TracedRole::scores, {5, 0, 0, 0});
      write(TracedRole::gate, {t == 1 ? Scalar(1) : Scalar(0.25)});  // shuts the scores out where it counts
      read(TracedRole::gate, {t < 3 ? Scalar(0) : Scalar(0.75)});
      write(TracedRole::erase_vector, {9, 9});
      // A memory of a kind that no model has yet. It has weight at one of four slots at the first step, and at two
      // later.
      const TracedKind memory = TracedKind::memory;
      t < 1 ? trace("stack0", memory, TracedRole::weighting, {1, 0, 0, 0})
            : trace("stack0", memory, TracedRole::weighting, {.5, .5, 0, 0});
      trace("stack0", memory, TracedRole::state, {3, 2, 1, 0});
    }
    return batch.inputs;
  }
};

TEST(Measure, AttentionIsAveragedOverTheStepsThatCount) {
  const RunRecord::HeadColumns attention = measure_attention(FiveSteps(), FixedHeads(), Params(), 1);
  EXPECT_EQ(attention.names, (std::vector<std::string>{"read0", "write0", "stack0"}));
  EXPECT_EQ(attention.kinds, (std::vector{TracedKind::read, TracedKind::write, TracedKind::memory}));
  ASSERT_EQ(attention.columns.size(), 5u);
  const double needed = std::log(0.99 * 3 / 0.01);
  const std::vector<std::pair<std::string, std::vector<double>>> expected = {{"entropy", {0.5, 0, 0.4}},
                                                                             {"effective_slots", {2, 1, 1.8}},
                                                                             {"largest_weight", {0.5, 1, 0.6}},
                                                                             {"lead", {1, NAN, NAN}},
                                                                             {"lead_needed", {needed, needed, needed}}};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(attention.columns[i].name, expected[i].first);
    for (std::size_t head = 0; head < 3; ++head) {
      const double wanted = expected[i].second[head], found = attention.columns[i].values[head];
      EXPECT_TRUE((std::isnan(wanted) && std::isnan(found)) || std::abs(found - wanted) < 1e-6)
          << expected[i].first << ": " << found << ", not " << wanted;
    }
  }
}

// Images of 2 x 2 places, whose answers follow from the places 0, 3, and none.
class FourPlaces : public FiveSteps {
 public:
  TaskSpec spec() const override {
    return {.outputs = 2,
            .shortest = 1,
            .longest = 1,
            .answers = TargetKind::word,
            .place_numbers = 1,
            .places_across = 2,
            .has_questions = false};
  }
  void sample(RandomStream&, int, Episode& episode) const override {
    episode.assign_context(3);
    episode.context.numbers.assign(1, 4);
    for (const int place : {0, 3}) episode.context.supports.add_list({&place, 1});
    episode.score_answers();
  }
};

// A head that looks at one of 4 x 4 parts of the image, or of as many in a line, the same in every step.
class LooksAtOne : public Model {
 public:
  LooksAtOne(int part, bool is_grid) : part_(part), is_grid_(is_grid) {}
  void declare_options(const Options::Section&) override {}
  void build(Params&, const TaskSpec&) override {}
  InputForm input_form() const override { return InputForm::context; }
  int places_across() const override { return is_grid_ ? 4 : 0; }
  std::span<const Var> forward(Tape& tape, const Batch& batch) const override {
    const Tape::TraceScope scope(tape, "read0", TracedKind::read);
    for (int t = 0; t < batch.steps(); ++t) {
      tape.set_step(t);
      const Var w = tape.constant(16, 1, batch.size, 0);
      for (int b = 0; b < batch.size; ++b) w.value(b)[part_] = 1;
      tape.trace("weighting", TracedRole::weighting, TracedAxis::place, w);
    }
    return batch.targets;
  }

 private:
  int part_;
  bool is_grid_;
};

TEST(Measure, PlacesAreRightWhereThePartLookedAtLies) {
  const auto right_places = [](int part, bool is_grid) {
    const RunRecord::HeadColumns attention = measure_attention(FourPlaces(), LooksAtOne(part, is_grid), Params(), 1);
    const auto found = std::ranges::find(attention.columns, "right_places", &RunRecord::Column::name);
    return found == attention.columns.end() ? -1 : found->values.front();
  };
  for (const int in_place_0 : {0, 1, 4, 5}) EXPECT_EQ(right_places(in_place_0, true), 0.5) << in_place_0;
  for (const int in_place_3 : {10, 11, 14, 15}) EXPECT_EQ(right_places(in_place_3, true), 0.5) << in_place_3;
  for (const int elsewhere : {2, 3, 6, 8, 9, 12}) EXPECT_EQ(right_places(elsewhere, true), 0) << elsewhere;
  for (const int in_place_0 : {0, 3}) EXPECT_EQ(right_places(in_place_0, false), 0.5) << in_place_0;
  for (const int elsewhere : {4, 11}) EXPECT_EQ(right_places(elsewhere, false), 0) << elsewhere;
}

// Without parameters all places of an example are alike. Those that others of its batch have counted, too, so that the
// entropy was less than that of a uniform weighting, and one of the places that there are led those that there are not.
TEST(Measure, PlacesThatAnExampleDoesNotHaveCountNothing) {
  for (const auto& [task, model] :
       {std::pair("addition", "rnnsearch"), {"addition", "transformer"}, {"cloze", "attentive_reader"}}) {
    Experiment experiment({{"task", task, "test"}, {"model", model, "test"}});
    std::ranges::fill(experiment.params.values(), Scalar(0));
    const RunRecord::HeadColumns attention =
        measure_attention(*experiment.task, *experiment.model, experiment.params, 1);
    ASSERT_FALSE(attention.names.empty()) << model;
    for (const RunRecord::Column& column : attention.columns)
      for (std::size_t head = 0; head < attention.names.size(); ++head) {
        if (attention.names[head].starts_with("self")) continue;  // looks at earlier steps
        const double value = column.values[head], expected = column.name == "entropy" ? 1
                                                             : column.name == "lead"  ? 0
                                                                                      : value;
        EXPECT_TRUE(std::isnan(value) || std::abs(value - expected) < 1e-6)
            << attention.names[head] << " of " << model << ": " << column.name << " " << value;
      }
  }
}

TEST(Measure, WithoutHeadsThereIsNoAttention) {
  const Experiment lstm({{"model", "lstm", "test"}});
  EXPECT_TRUE(measure_attention(*lstm.task, *lstm.model, lstm.params, 1).columns.empty());
}

TEST(Measure, InnerStepsAreThoseThatCount) {
  const Experiment ponder({{"model", "lstm", "test"}, {"model.cell", "ponder:0.01,2", "test"}});
  const RunRecord::HeadColumns attention = measure_attention(*ponder.task, *ponder.model, ponder.params, 1);
  EXPECT_EQ(attention.names, std::vector<std::string>{"ponder"});
  EXPECT_EQ(attention.columns.back().name, "inner_steps");
  EXPECT_EQ(attention.columns.back().values, std::vector<double>{2})
      << "its halting units are not sure before training";
}

TEST(Measure, CostDependsOnTheModelAndNotOnHowItIsTrained) {
  const auto cost = [](std::vector<Setting> settings, int threads) {
    settings.push_back({"task.max_length", "4", "test"});
    const Experiment experiment(std::move(settings));
    Threads team(threads);
    return count_cost(*experiment.task, *experiment.model, experiment.params, team);
  };
  const auto usual = cost({}, 1);
  ASSERT_EQ(usual.size(), 3u);
  EXPECT_EQ(usual[0].first, "parameters");
  EXPECT_EQ(usual[1].first, "state_bytes");
  // The memory, the weightings of two heads, a read vector, and both values of an LSTM.
  EXPECT_EQ(usual[1].second, 4 * (128 * 20 + 2 * 128 + 20 + 2 * 100));
  EXPECT_GT(usual[2].second, 2 * usual[0].second) << "each parameter is multiplied and added, at some step";
  EXPECT_EQ(cost({{"train.batch", "2", "test"}, {"train.shard", "1", "test"}}, 2), usual);
  EXPECT_GT(cost({{"model.slots", "256", "test"}}, 1)[2].second, usual[2].second);
  EXPECT_EQ(cost({{"seed", "7", "test"}}, 1), usual) << "the same model has one cost";
}

// The mean was over lengths that were rounded down; and where the cost of a length varies, over other draws per seed.
TEST(Measure, CostIsTheMeanOverTheTrainedLengths) {
  const auto cost = [](int shortest, int longest, const char* seed, const char* task) {
    const Experiment experiment({{"task", task, "test"},
                                 {"task.min_length", std::to_string(shortest), "test"},
                                 {"task.max_length", std::to_string(longest), "test"},
                                 {"model.slots", "4", "test"},
                                 {"seed", seed, "test"}});
    Threads team(1);
    return count_cost(*experiment.task, *experiment.model, experiment.params, team)[2].second;
  };
  double sum = 0;
  for (int length = 1; length <= 20; ++length) sum += cost(length, length, "1", "copy");
  EXPECT_NEAR(cost(1, 20, "1", "copy"), sum / 20, 1e-6 * sum);
  EXPECT_EQ(cost(1, 4, "1", "repeat_copy"), cost(1, 4, "2", "repeat_copy"));
}

TEST(Printable, KeepsTextAndReplacesControlCharacters) {
  for (const char* fine : {"", "copy-ntm-s1", "Größe → ∞ 𝄞", "a 'b' \\c"}) EXPECT_EQ(printable(fine), fine);
  EXPECT_EQ(printable("\033[2Jgone\r\n\x7f"), "?[2Jgone???");
  EXPECT_EQ(printable("a\tb"), "a\\tb") << "messages about TABs show them";
  EXPECT_EQ(printable("\xc2\x9b"
                      "31m"),
            "?31m")
      << "a C1 control character";
  EXPECT_EQ(printable("\x9b"
                      "31m\xff\xfe"),
            "?31m??")
      << "no UTF-8";
  EXPECT_EQ(printable("\xc0\xaf\xed\xa0\x80\xf0\x80\x80\x80"), "?????????") << "overlong, and half a character";
  EXPECT_EQ(printable("\xe2\x86"), "??") << "cut off";
  EXPECT_EQ(printable(std::string_view("a\0b", 3)), "a?b");
}

}  // namespace
}  // namespace memnet
