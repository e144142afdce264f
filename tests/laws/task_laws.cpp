// The laws of tasks: every line of tasks/table.def has to keep all of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <ostream>

#include "memnet/core/task.hpp"

namespace memnet::inline MEMNET_PRECISION {

namespace {

// A task, with its defaults or with settings that change what its episodes are.
struct Variant {
  std::string task, name;
  std::vector<Setting> settings;
};

void PrintTo(const Variant& variant, std::ostream* out) { *out << variant.name; }

std::vector<Variant> variants() {
  std::vector<Variant> all;
  for (const TaskEntry& entry : all_tasks()) all.push_back({entry.name, entry.name, {}});
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  const auto add = [&](const std::string& task, const std::string& how, const Pairs& options) {
    all.push_back({task, task + "_" + how, {}});
    for (const auto& [name, value] : options) all.back().settings.push_back({"task." + name, value, "test"});
  };
  add("copy", "of_one_bit", {{"bits", "1"}, {"max_length", "1"}});
  add("repeat_copy", "beyond_training", {{"repeats", "20"}});
  add("repeat_copy", "twice", {{"min_repeats", "2"}, {"max_repeats", "2"}});
  add("associative_recall", "of_short_items", {{"bits", "5"}, {"item_length", "1"}});
  add("dynamic_ngrams", "of_short_sequences", {{"context", "2"}, {"min_length", "3"}, {"max_length", "9"}});
  add("priority_sort", "of_all", {{"percent", "100"}, {"min_length", "1"}, {"max_length", "10"}});
  add("priority_sort", "by_bit", {{"by_bit", "yes"}, {"max_length", "20"}});
  add("stride_copy", "of_every_third", {{"stride", "3"}});
  add("key_value", "two_way", {{"two_way", "yes"}});
  add("key_value", "few_queries", {{"queries", "3"}, {"key_bits", "6"}, {"value_bits", "2"}});
  add("pointer_chase", "far", {{"min_hops", "3"}, {"max_hops", "5"}, {"queries", "2"}, {"min_length", "1"}});
  add("read_index", "one_query", {{"queries", "1"}});
  add("reuse", "of_one_size", {{"min_vectors", "4"}, {"max_vectors", "4"}});
  return all;
}

class TaskLaws : public testing::TestWithParam<Variant> {
 protected:
  TaskLaws() {
    task->declare(options.section("task"));
    options.finish();
    spec = task->spec();
    // Trained lengths, and some far beyond.
    lengths = {spec.shortest, (spec.shortest + spec.longest) / 2, spec.longest, 2 * spec.longest, 5 * spec.longest};
  }

  Episode sample(std::uint64_t index, int length) const {
    Episode episode;
    Stream stream(8, "train", index);
    task->sample(stream, length, episode);
    return episode;
  }

  Options options{GetParam().settings};
  const std::unique_ptr<Task> task = make_task(GetParam().task);
  TaskSpec spec;
  std::vector<int> lengths;
};

INSTANTIATE_TEST_SUITE_P(Tasks, TaskLaws, testing::ValuesIn(variants()),
                         [](const auto& info) { return info.param.name; });

TEST_P(TaskLaws, EpisodesAreAsTheSpecSays) {
  ASSERT_GE(spec.shortest, 1);
  ASSERT_LE(spec.shortest, spec.longest);
  for (const int length : lengths) {
    const Episode episode = sample(1, length);
    EXPECT_EQ(episode.inputs.rows(), spec.inputs);
    EXPECT_EQ(episode.targets.rows(), spec.outputs);
    EXPECT_EQ(episode.mask.rows(), 1);
    EXPECT_EQ(episode.targets.cols(), episode.steps());
    EXPECT_EQ(episode.mask.cols(), episode.steps());
    for (const Scalar x : episode.inputs.numbers()) EXPECT_TRUE(std::isfinite(x));
    for (const Scalar y : episode.targets.numbers()) EXPECT_TRUE(y == 0 || y == 1);
    for (const Scalar m : episode.mask.numbers()) EXPECT_TRUE(m == 0 || m == 1);
  }
}

TEST_P(TaskLaws, SomethingIsAskedAndNothingElseHasATarget) {
  for (const int length : lengths) {
    const Episode episode = sample(2, length);
    EXPECT_GT(scored_answers(episode), 0);
    for (int t = 0; t < episode.steps(); ++t)
      for (const Scalar y : episode.targets.column(t)) EXPECT_TRUE(episode.mask(0, t) == 1 || y == 0) << "step " << t;
  }
}

// What is certain costs nothing; the rest costs less than a coin, which needs one bit (ln 2 nats) for each.
TEST_P(TaskLaws, TheOracleFindsTheTargetsFromTheInputs) {
  double cost = 0, scored = 0;
  for (std::uint64_t i = 0; i < 100; ++i) {
    const Episode episode = sample(i, lengths[i % lengths.size()]);
    const Matrix answer = task->oracle(episode);
    ASSERT_EQ(answer.rows(), spec.outputs);
    ASSERT_EQ(answer.cols(), episode.steps());
    cost += cost_of(answer, episode);
    scored += scored_answers(episode);
    ASSERT_TRUE(cost == 0 || !task->certain()) << task->draw(episode, answer);
  }
  EXPECT_LT(cost, std::numbers::ln2 * scored);
}

TEST_P(TaskLaws, ItemsAreNumberedAsTheyAreShownAndAskedForLater) {
  for (const int length : lengths) {
    const Episode episode = sample(2, length);
    Scalar shown = 0;
    for (int t = 0; t < episode.steps(); ++t) {
      const Scalar item = episode.shows(0, t), asked = episode.asks(0, t);
      EXPECT_TRUE(item == 0 || item == shown + 1) << "step " << t << " shows item " << item << " after " << shown;
      EXPECT_LE(asked, shown) << "step " << t << " asks for what was not shown before";
      EXPECT_TRUE(asked == 0 || episode.mask(0, t) == 1) << "step " << t << " asks for an item, and scores nothing";
      shown = std::max(shown, item);
    }
  }
}

TEST_P(TaskLaws, ChanceIsWhatACoinFlipperGets) {
  constexpr int kEpisodes = 400;
  Stream coins(9, "coins");
  for (const int length : {spec.shortest, spec.longest}) {
    double sum = 0, squares = 0;
    for (std::uint64_t i = 0; i < kEpisodes; ++i) {
      const Episode episode = sample(i, length);
      int wrong = 0;
      for (int t = 0; t < episode.steps(); ++t)
        for (int bit = 0; bit < spec.outputs && episode.mask(0, t) == 1; ++bit)
          wrong += coins.coin() != (episode.targets(bit, t) == 1) ? 1 : 0;
      sum += wrong;
      squares += static_cast<double>(wrong) * wrong;
    }
    const double mean = sum / kEpisodes;
    const double error = std::sqrt((squares / kEpisodes - mean * mean) / kEpisodes);
    EXPECT_NEAR(mean, task->chance(length), 4 * error) << "length " << length;
  }
}

TEST_P(TaskLaws, TheSameStreamGivesTheSameEpisode) {
  for (const int length : lengths) {
    const Episode one = sample(3, length), same = sample(3, length);
    EXPECT_EQ(one.inputs, same.inputs);
    EXPECT_EQ(one.targets, same.targets);
    EXPECT_EQ(one.mask, same.mask);
    EXPECT_EQ(one.shows, same.shows);
    EXPECT_EQ(one.asks, same.asks);
  }
  EXPECT_FALSE(sample(3, spec.longest).inputs == sample(4, spec.longest).inputs);
}

TEST_P(TaskLaws, AnUsedEpisodeBecomesTheSameAsAFreshOne) {
  Episode used = sample(5, 2 * spec.longest);
  const int steps = used.steps();
  const Scalar* memory = used.inputs.numbers().data();
  for (Matrix* part : {&used.inputs, &used.targets, &used.mask, &used.shows, &used.asks})
    std::ranges::fill(part->numbers(), Scalar(7));
  Stream stream(8, "train", 6);
  task->sample(stream, spec.longest, used);
  const Episode fresh = sample(6, spec.longest);
  EXPECT_EQ(used.inputs, fresh.inputs);
  EXPECT_EQ(used.targets, fresh.targets);
  EXPECT_EQ(used.mask, fresh.mask);
  EXPECT_EQ(used.shows, fresh.shows);
  EXPECT_EQ(used.asks, fresh.asks);
  EXPECT_TRUE(used.inputs.numbers().data() == memory || fresh.steps() > steps) << "sampling a shorter episode took new memory";
}

TEST_P(TaskLaws, DrawingShowsAnEpisodeLineByLine) {
  const Episode episode = sample(7, spec.shortest);
  const std::string picture = task->draw(episode, task->oracle(episode));
  EXPECT_GE(std::ranges::count(picture, '\n'), 3) << picture;
  EXPECT_EQ(picture.back(), '\n');
}

TEST_P(TaskLaws, LengthsAreDrawnFromAllThatAreTrained) {
  Stream stream(10, "lengths");
  int shortest = spec.longest, longest = spec.shortest;
  for (int i = 0; i < 100 * (spec.longest - spec.shortest + 1); ++i) {
    const int length = draw_length(spec, stream);
    shortest = std::min(shortest, length);
    longest = std::max(longest, length);
  }
  EXPECT_EQ(shortest, spec.shortest);
  EXPECT_EQ(longest, spec.longest);
}

}  // namespace
}  // namespace memnet::inline MEMNET_PRECISION
