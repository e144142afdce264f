// Statistics of answers and of attention to supporting facts, for a task and models with known results.
#include "program/experiment/supporting_facts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <initializer_list>

#include "program/report/text/summary_text.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;

constexpr int kSentences = 3, kAnswers = 2;
constexpr int kTimes = 20;  // repetitions of each case, so that there are several batches

// A story with one question, and the behavior of the model.
struct StoryCase {
  int part;
  bool right;
  std::vector<int> facts;  // empty: not known
  int hop0, hop1;          // the sentences with the largest weight of each hop
};
const std::vector<StoryCase> kStoryCases = {
    {0, true, {0}, 0, 1},      // the first hop attends to the fact
    {0, false, {1}, 0, 1},     // the second one does, but the answer is wrong
    {0, true, {2}, 0, 1},      // neither does, and still the answer is right
    {0, true, {}, 0, 1},       // the supporting fact is not known
    {1, true, {0, 2}, 0, 2},   // each hop attends to one of the two facts
    {1, false, {0, 2}, 0, 1},  // only one of them has the largest weight of a hop
    {2, true, {}, 0, 1},       // a part without known facts
};

// Story i of the test split is case i, and after the last case the first again. The word of its question is the number
// of the case.
class ScriptedStories : public Task {
 public:
  explicit ScriptedStories(TargetKind answers) : answers_(answers) {}
  void declare(const Options::Section&) override {}
  TaskSpec spec() const override {
    const int words = static_cast<int>(kStoryCases.size());
    return {.inputs = words + 2, .outputs = kAnswers, .shortest = 1, .longest = 1, .answers = answers_, .words = words};
  }
  void sample(RandomStream&, int, Episode&) const override { ADD_FAILURE() << "the test split has stories"; }
  int count(Split split) const override {
    return split == Split::test ? static_cast<int>(kStoryCases.size()) * kTimes : 0;
  }
  void fetch(Split split, int i, Episode& episode) const override {
    EXPECT_EQ(split, Split::test);
    const int which = i % static_cast<int>(kStoryCases.size());
    episode.assign_context(1);
    episode.answers = answers_;
    episode.targets.assign(answers_ == TargetKind::word ? 1 : kAnswers, 1, 1);
    episode.mask(0, 0) = 1;
    for (int s = 0; s < kSentences; ++s) episode.context.sentences.add_list(std::vector{s + 1});
    episode.context.questions.add_list(std::vector{which + 1});
    episode.context.supports.add_list(kStoryCases[static_cast<std::size_t>(which)].facts);
    episode.context.answered_at.push_back(0);
    episode.subtask = kStoryCases[static_cast<std::size_t>(which)].part;
  }
  Matrix oracle(const Episode&) const override { return {}; }
  double chance_errors(int) const override { return 0; }
  std::vector<std::string> subtask_names() const override { return {"first", "second", "third"}; }

 private:
  TargetKind answers_;
};

// Answers and attends as the cases define. Hop 0 has one slot more than there are sentences, and that one has the
// largest weight; the slots of hop 1 hold the two newest sentences.
class ScriptedModel : public Model {
 public:
  explicit ScriptedModel(InputForm form) : form_(form) {}
  void declare_options(const Options::Section&) override {}
  void build(Params&, const TaskSpec&) override {}
  InputForm input_form() const override { return form_; }
  std::span<const Var> forward(Tape& tape, const Batch& batch) const override {
    const std::span<Var> logits = tape.arena().allocate_array<Var>(batch.targets.size());
    for (std::size_t t = 0; t < logits.size(); ++t) {
      tape.set_step(static_cast<int>(t));
      logits[t] = tape.constant(kAnswers, 1, batch.size, 0);
      const Var four = tape.constant(kSentences + 1, 1, batch.size, Scalar(0.1));
      const Var two = tape.constant(2, 1, batch.size, Scalar(0.1));
      for (int b = 0; b < batch.size; ++b) {
        const Context& story = batch.episodes[static_cast<std::size_t>(b)].context;
        const StoryCase& it = kStoryCases[static_cast<std::size_t>(story.questions[0][0] - 1)];
        // The right answer is word 1, or both bits.
        logits[t].value(b)[0] = it.right && batch.answers == TargetKind::bits ? 1 : it.right ? -1 : 2;
        logits[t].value(b)[1] = it.right ? 1 : -1;
        four.value(b)[it.hop0] = Scalar(0.5);
        four.value(b)[kSentences] = Scalar(0.9);
        two.value(b)[it.hop1 - (kSentences - 2)] = Scalar(0.5);
      }
      if (form_ == InputForm::sequence) continue;
      const auto attend = [&](const char* head, TracedKind kind, TracedAxis axis, Var weighting) {
        const Tape::TraceScope scope(tape, head, kind);
        tape.trace("weighting", TracedRole::weighting, axis, weighting);
      };
      attend("hop0", TracedKind::hop, TracedAxis::sentence, four);
      attend("glance", TracedKind::read, TracedAxis::sentence, two);  // a head of another kind and name
      attend("read0", TracedKind::read, TracedAxis::slot, two);       // no weighting over sentences
    }
    return logits;
  }

 private:
  InputForm form_;
};

using Columns = std::vector<std::pair<std::string, std::vector<double>>>;

void expect_columns(const RunRecord::NamedColumns& found, const Columns& expected) {
  ASSERT_EQ(found.columns.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(found.columns[i].name, expected[i].first);
    ASSERT_EQ(found.columns[i].values.size(), expected[i].second.size());
    for (std::size_t part = 0; part < expected[i].second.size(); ++part) {
      const double wanted = expected[i].second[part], value = found.columns[i].values[part];
      EXPECT_TRUE((std::isnan(wanted) && std::isnan(value)) || std::abs(value - wanted) < 1e-12)
          << expected[i].first << " of part " << part << ": " << value << ", not " << wanted;
    }
  }
}

const Columns kHops = {{"hop0_supported", {1.0 / 3, 1, NAN}},
                       {"glance_supported", {1.0 / 3, 0.5, NAN}},
                       {"all_found", {2.0 / 3, 0.5, NAN}},
                       {"right_unsupported", {0.5, 0, NAN}}};

Columns with_hops(Columns columns) {
  columns.insert(columns.end(), kHops.begin(), kHops.end());
  return columns;
}

TEST(Questions, AreCountedPartByPartAndHopByHop) {
  const RunRecord::NamedColumns table =
      measure_questions(ScriptedStories(TargetKind::word), ScriptedModel(InputForm::context), {}, 1, 5);
  EXPECT_EQ(table.names, (std::vector<std::string>{"first", "second", "third"}));
  expect_columns(table, with_hops({{"questions", {4 * kTimes, 2 * kTimes, kTimes}}, {"error_rate", {0.25, 0.5, 0}}}));
}

TEST(Questions, ThatAreAnsweredByBitsAreRightIfAllBitsAre) {
  const RunRecord::NamedColumns table =
      measure_questions(ScriptedStories(TargetKind::bits), ScriptedModel(InputForm::context), {}, 1, 5);
  expect_columns(table, with_hops({{"questions", {4 * kTimes, 2 * kTimes, kTimes}}, {"exact", {0.75, 0.5, 1}}}));
}

// A model that reads word by word has no weightings over sentences, but its answers are counted.
TEST(Questions, ThatAreReadWordByWordHaveNoHops) {
  const RunRecord::NamedColumns table =
      measure_questions(ScriptedStories(TargetKind::word), ScriptedModel(InputForm::sequence), {}, 1, 5);
  expect_columns(table, {{"questions", {4 * kTimes, 2 * kTimes, kTimes}}, {"error_rate", {0.25, 0.5, 0}}});
  EXPECT_TRUE(
      measure_questions(ScriptedStories(TargetKind::bits), ScriptedModel(InputForm::sequence), {}, 1, 5).names.empty());
}

using Facts = std::vector<std::vector<int>>;  // of each question

// Questions of one part whose supporting facts are given, about stories of three sentences; the first answers are those
// of the training split.
class FewHops : public ScriptedStories {
 public:
  explicit FewHops(Facts facts) : ScriptedStories(TargetKind::word), facts_(std::move(facts)) {}
  int count(Split split) const override { return split == Split::train ? 1 : static_cast<int>(facts_.size()); }
  void fetch(Split split, int i, Episode& episode) const override {
    ScriptedStories::fetch(Split::test, 0, episode);
    episode.context.supports.clear();
    episode.context.supports.add_list(facts_[static_cast<std::size_t>(i)]);
    episode.targets(0, 0) = split == Split::train || i == 0 ? 0 : 1;
  }
  std::vector<std::string> subtask_names() const override { return {"all"}; }

 private:
  Facts facts_;
};

// Has one hop, whose slots hold the two newest sentences, and attends to the newest.
class OneHop : public ScriptedModel {
 public:
  OneHop() : ScriptedModel(InputForm::context) {}
  std::span<const Var> forward(Tape& tape, const Batch& batch) const override {
    const std::span<Var> logits = tape.arena().allocate_array<Var>(1);
    tape.set_step(0);
    logits[0] = tape.constant(kAnswers, 1, batch.size, 0);
    const Var two = tape.constant(2, 1, batch.size, Scalar(0.1));
    for (int b = 0; b < batch.size; ++b) {
      logits[0].value(b)[0] = 1;
      two.value(b)[1] = Scalar(0.5);
    }
    const Tape::TraceScope scope(tape, "hop0", TracedKind::hop);
    tape.trace("weighting", TracedRole::weighting, TracedAxis::sentence, two);
    return logits;
  }
};

// Nothing was said about facts that the memory had lost, about questions with more facts than hops, and about answers
// that training never shows.
TEST(Questions, ThatCannotBeAnsweredAreCounted) {
  expect_columns(measure_questions(FewHops(Facts{{2}, {1}, {0}, {1, 2}}), OneHop(), {}, 1, 5),
                 {{"questions", {4}},
                  {"error_rate", {0.75}},
                  {"unseen_answers", {3}},
                  {"hop0_supported", {0.5}},
                  {"all_found", {0.25}},
                  {"right_unsupported", {0}},
                  {"all_findable", {0.5}},
                  {"lost_facts", {1}}});
  expect_columns(measure_questions(FewHops(Facts{{2}}), OneHop(), {}, 1, 5), {{"questions", {1}},
                                                                              {"error_rate", {0}},
                                                                              {"hop0_supported", {1}},
                                                                              {"all_found", {1}},
                                                                              {"right_unsupported", {0}}});
}

// The columns of facts were left out, as if the model had no hops.
TEST(Questions, WithoutKnownFactsHaveColumnsWithoutNumbers) {
  const RunRecord::NamedColumns table = measure_questions(FewHops(Facts{{}}), OneHop(), {}, 1, 5);
  expect_columns(table, {{"questions", {1}},
                         {"error_rate", {0}},
                         {"hop0_supported", {NAN}},
                         {"all_found", {NAN}},
                         {"right_unsupported", {NAN}}});
  EXPECT_THAT(questions_table(table),
              HasSubstr("  all                                   1      0.0 %          -          -          -\n"));
}

TEST(Questions, TheTableSaysWhatCannotBeReached) {
  const std::string text =
      questions_table(measure_questions(FewHops(Facts{{2}, {1}, {0}, {1, 2}}), OneHop(), {}, 1, 5));
  for (const char* part : {"  possible", "     50.0 %          1\n", "  possible: the most that 'all facts' can be",
                           "  lost: 1 of 4 questions have a supporting fact that is older than what the memory holds\n",
                           "  unseen: 3 of 4 test answers never occur in training\n"})
    EXPECT_THAT(text, HasSubstr(part));
}

}  // namespace
}  // namespace memnet
