// Statistics of answers and of attention to supporting facts, for a task and models with known results.
#include "program/experiment/supporting_facts.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <initializer_list>

namespace memnet {
namespace {

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
  int count(Split) const override { return static_cast<int>(kStoryCases.size()) * kTimes; }
  void fetch(Split split, int i, Episode& episode) const override {
    EXPECT_EQ(split, Split::test);
    const int which = i % static_cast<int>(kStoryCases.size());
    episode.assign_story(1);
    episode.answers = answers_;
    episode.targets.assign(answers_ == TargetKind::word ? 1 : kAnswers, 1, 1);
    episode.mask(0, 0) = 1;
    for (int s = 0; s < kSentences; ++s) episode.story.sentences.add_list(std::vector{s + 1});
    episode.story.questions.add_list(std::vector{which + 1});
    episode.story.supports.add_list(kStoryCases[static_cast<std::size_t>(which)].facts);
    episode.story.answered_at.push_back(0);
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
  void declare(const Options::Section&) override {}
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
        const Story& story = batch.episodes[static_cast<std::size_t>(b)].story;
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
      measure_questions(ScriptedStories(TargetKind::word), ScriptedModel(InputForm::story), {}, 1, 5);
  EXPECT_EQ(table.names, (std::vector<std::string>{"first", "second", "third"}));
  expect_columns(table, with_hops({{"questions", {4 * kTimes, 2 * kTimes, kTimes}}, {"error_rate", {0.25, 0.5, 0}}}));
}

TEST(Questions, ThatAreAnsweredByBitsAreRightIfAllBitsAre) {
  const RunRecord::NamedColumns table =
      measure_questions(ScriptedStories(TargetKind::bits), ScriptedModel(InputForm::story), {}, 1, 5);
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

}  // namespace
}  // namespace memnet
