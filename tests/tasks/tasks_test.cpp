// What single tasks promise beyond the laws of all.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>
#include <string>
#include <vector>

#include "memnet/base/error.hpp"
#include "memnet/data/task.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// A task with some options, and episodes of it.
class Ready {
 public:
  explicit Ready(const std::string& name, const std::vector<std::pair<std::string, std::string>>& settings = {})
      : options_(named(settings)), task(make_task(name)) {
    task->declare(options_.section("task"));
    options_.finish();
    spec = task->spec();
  }

  Episode sample(std::uint64_t index, int length) const {
    Episode episode;
    RandomStream stream(3, "test", index);
    task->sample(stream, length, episode);
    return episode;
  }

 private:
  static std::vector<Setting> named(const std::vector<std::pair<std::string, std::string>>& settings) {
    std::vector<Setting> list;
    for (const auto& [name, value] : settings) list.push_back({"task." + name, value, "test"});
    return list;
  }

  Options options_;

 public:
  std::unique_ptr<Task> task;
  TaskSpec spec;
};

// Rows first.. of a column, as text.
std::string bits(const Matrix& matrix, int column, int first, int rows) {
  std::string text;
  for (int row = first; row < first + rows; ++row) text += matrix(row, column) == 1 ? '1' : '0';
  return text;
}

std::string message_of(const auto& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(RepeatCopy, TheNumberHasMeanZeroAndVarianceOneInTraining) {
  double sum = 0, squares = 0;
  for (int repeats = 1; repeats <= 10; ++repeats) {
    const Ready ready("repeat_copy", {{"repeats", std::to_string(repeats)}});
    const Episode episode = ready.sample(1, 3);
    EXPECT_EQ(episode.steps(), 3 + 2 + 3 * repeats + 1);
    const double number = static_cast<double>(episode.inputs(9, 4));
    EXPECT_NEAR(number, (repeats - 5.5) / 2.872, 1e-3);
    sum += number;
    squares += number * number;
  }
  EXPECT_NEAR(sum, 0, 1e-6);
  EXPECT_NEAR(squares / 10, 1, 1e-6);
}

TEST(RepeatCopy, TheEndMarkerComesOnceAndLast) {
  const Episode episode = Ready("repeat_copy").sample(2, 5);
  for (int t = 0; t < episode.steps(); ++t) EXPECT_EQ(episode.targets(8, t), t == episode.steps() - 1 ? 1 : 0);
}

TEST(AssociativeRecall, AnswersTheItemAfterTheOneInTheQuery) {
  const Ready ready("associative_recall");
  for (std::uint64_t i = 0; i < 50; ++i) {
    const Episode episode = ready.sample(i, 6);
    ASSERT_EQ(episode.steps(), 6 * 4 + 5 + 3);
    int found = 0;
    for (int item = 0; item < 5; ++item) {
      const auto same = [&](int step, int i) { return bits(episode.inputs, step + i, 0, 6); };
      bool asked = true;
      for (int v = 0; v < 3; ++v) asked &= same(4 * item + 1, v) == same(25, v);
      if (!asked) continue;
      ++found;
      for (int v = 0; v < 3; ++v) EXPECT_EQ(bits(episode.targets, 29 + v, 0, 6), same(4 * item + 5, v));
    }
    EXPECT_EQ(found, 1);
  }
}

// Every item is the only one of its kind, also where nearly all kinds are used up.
TEST(AssociativeRecall, HasDifferentItems) {
  const Episode episode = Ready("associative_recall", {{"bits", "4"}, {"item_length", "1"}}).sample(1, 16);
  std::set<std::string> items;
  for (int item = 0; item < 16; ++item) items.insert(bits(episode.inputs, 2 * item + 1, 0, 4));
  EXPECT_EQ(items.size(), 16u);
}

// The table of a sequence is the first 32 numbers of its stream, so this test can know it.
double cost_knowing_the_table(std::uint64_t index, const Episode& episode) {
  RandomStream stream(3, "test", index);
  std::vector<double> ones;
  for (int context = 0; context < 32; ++context)
    ones.push_back(std::pow(std::sin(stream.uniform() * std::numbers::pi / 2), 2));
  double nats = 0;
  for (int t = 4; t < episode.steps(); ++t) {
    std::size_t context = 0;
    for (int back = 4; back >= 0; --back) context = 2 * context + (episode.inputs(0, t - back) == 1 ? 1 : 0);
    nats -= std::log(episode.targets(0, t) == 1 ? ones[context] : 1 - ones[context]);
  }
  return nats;
}

// Mean and standard error.
struct Mean {
  double sum = 0, squares = 0, count = 0;
  void add(double x) { sum += x, squares += x * x, ++count; }
  double mean() const { return sum / count; }
  double error() const { return std::sqrt((squares / count - mean() * mean()) / count); }
};

// The reference numbers come from 40,000 sequences of another implementation. Sequences differ by 36 bits, so that
// these means have an error of 0.18 bits themselves.
TEST(DynamicNgrams, TheOracleNeeds128BitsAndTheTable98) {
  const Ready ready("dynamic_ngrams");
  Mean oracle, table, regret;
  for (std::uint64_t i = 0; i < 20000; ++i) {
    const Episode episode = ready.sample(i, 200);
    ASSERT_EQ(count_scored(episode), 195);
    const double guessed = negative_log_likelihood(ready.task->oracle(episode), episode) / std::numbers::ln2;
    const double known = cost_knowing_the_table(i, episode) / std::numbers::ln2;
    oracle.add(guessed);
    table.add(known);
    regret.add(guessed - known);
  }
  EXPECT_NEAR(oracle.mean(), 128.00, 3 * std::hypot(oracle.error(), 0.18));
  EXPECT_NEAR(table.mean(), 98.23, 3 * std::hypot(table.error(), 0.18));
  EXPECT_NEAR(regret.mean(), 128.00 - 98.23, 3 * std::hypot(regret.error(), 0.05));
}

// Among the bits that it calls 1 with a probability p, a fraction p is 1.
TEST(DynamicNgrams, TheOracleIsCalibrated) {
  const Ready ready("dynamic_ngrams");
  std::vector<Mean> surprise(10);
  for (std::uint64_t i = 0; i < 2000; ++i) {
    const Episode episode = ready.sample(i, 200);
    const Matrix answer = ready.task->oracle(episode);
    for (int t = 4; t < episode.steps(); ++t)
      surprise[static_cast<std::size_t>(10 * answer(0, t))].add(
          static_cast<double>(episode.targets(0, t) - answer(0, t)));
  }
  for (const Mean& bin : surprise) EXPECT_NEAR(bin.mean(), 0, 4 * bin.error());
}

TEST(DynamicNgrams, TheOracleDoesNotLookAhead) {
  const Ready ready("dynamic_ngrams");
  const Episode episode = ready.sample(1, 200);
  Episode start;
  start.assign(1, 1, 60);
  std::ranges::copy(episode.inputs.numbers().first(60), start.inputs.numbers().begin());
  const Matrix whole = ready.task->oracle(episode), early = ready.task->oracle(start);
  for (int t = 0; t < 60; ++t) EXPECT_EQ(early(0, t), whole(0, t));
}

// Each vector keeps its bits together: sorting the channels one by one is a mistake that has been published.
TEST(PrioritySort, AnswersWholeVectorsInTheOrderOfTheirPriorities) {
  const Ready ready("priority_sort");
  for (std::uint64_t i = 0; i < 50; ++i) {
    const Episode episode = ready.sample(i, 20);
    std::vector<std::pair<Scalar, std::string>> vectors;
    for (int t = 0; t < 20; ++t) vectors.emplace_back(-episode.inputs(8, t), bits(episode.inputs, t, 0, 8));
    std::ranges::stable_sort(vectors, {}, &std::pair<Scalar, std::string>::first);
    ASSERT_EQ(episode.steps(), 20 + 1 + 16);
    for (std::size_t place = 0; place < 16; ++place)
      EXPECT_EQ(bits(episode.targets, 21 + static_cast<int>(place), 0, 8), vectors[place].second);
  }
}

TEST(PrioritySort, ByBitAnswersTheOnesOfEachBitFirst) {
  const Episode episode = Ready("priority_sort", {{"by_bit", "yes"}, {"percent", "100"}}).sample(1, 20);
  for (int bit = 0; bit < 8; ++bit) {
    int ones = 0;
    for (int t = 0; t < 20; ++t) ones += episode.inputs(bit, t) == 1 ? 1 : 0;
    for (int place = 0; place < 20; ++place) EXPECT_EQ(episode.targets(bit, 21 + place), place < ones ? 1 : 0);
  }
}

TEST(PrioritySort, EqualPrioritiesStayInTheOrderInWhichTheyCame) {
  const Ready ready("priority_sort", {{"percent", "100"}});
  Episode episode = ready.sample(1, 4);
  Matrix& inputs = episode.inputs;
  for (int t = 0; t < 4; ++t) inputs(8, t) = t == 2 ? Scalar(0.5) : Scalar(-0.25);
  const Matrix answer = ready.task->oracle(episode);
  const int order[] = {2, 0, 1, 3};
  for (int place = 0; place < 4; ++place) EXPECT_EQ(bits(answer, 5 + place, 0, 8), bits(inputs, order[place], 0, 8));
}

TEST(StrideCopy, AnswersEveryThird) {
  const Episode episode = Ready("stride_copy", {{"stride", "3"}}).sample(1, 8);
  ASSERT_EQ(episode.steps(), 8 + 1 + 3);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(bits(episode.targets, 9 + i, 0, 8), bits(episode.inputs, 3 * i, 0, 8));
}

TEST(KeyValue, AsksForEveryPairOnceAndHasDifferentKeys) {
  const Episode episode = Ready("key_value", {{"key_bits", "4"}}).sample(1, 16);
  std::set<std::string> keys;
  std::set<Scalar> asked;
  for (int t = 0; t < 16; ++t) keys.insert(bits(episode.inputs, t, 0, 4));
  for (int t = 16; t < episode.steps(); ++t) asked.insert(episode.item_asked(0, t));
  EXPECT_EQ(keys.size(), 16u);
  EXPECT_EQ(asked.size(), 16u + 1) << "of which one is 0, for the steps of the queries";
}

TEST(KeyValue, TwoWayAsksInBothDirectionsAndHidesTheAnswer) {
  const Ready ready("key_value", {{"two_way", "yes"}});
  int by_key = 0, by_value = 0;
  for (std::uint64_t i = 0; i < 20; ++i) {
    const Episode episode = ready.sample(i, 8);
    for (int t = 8; t < episode.steps(); t += 2) {
      const bool key = episode.inputs(16, t) == 1;
      EXPECT_NE(key, episode.inputs(17, t) == 1);
      EXPECT_EQ(bits(episode.inputs, t, key ? 8 : 0, 8), "00000000");
      ++(key ? by_key : by_value);
    }
  }
  EXPECT_GT(by_key, 40);
  EXPECT_GT(by_value, 40);
}

TEST(PointerChase, HopsLeadWhereNoFewerHopsDo) {
  const Ready ready("pointer_chase", {{"min_hops", "7"}, {"max_hops", "7"}});
  const Episode episode = ready.sample(1, 8);
  // Once around the circle: every name once, and the answer after seven hops is the one that points to the start.
  for (int t = 8; t < episode.steps(); t += 8) {
    EXPECT_EQ(episode.inputs(16, t), 7);
    std::set<std::string> seen;
    std::string at = bits(episode.inputs, t, 0, 8);
    int entry = 0;
    for (int hop = 0; hop < 7; ++hop) {
      seen.insert(at);
      entry = 0;
      while (bits(episode.inputs, entry, 0, 8) != at) ++entry;
      at = bits(episode.inputs, entry, 8, 8);
    }
    EXPECT_EQ(seen.size(), 7u);
    EXPECT_FALSE(seen.contains(at));
    EXPECT_EQ(bits(episode.targets, t + 7, 0, 8), at);
    EXPECT_EQ(episode.item_asked(0, t + 7), entry + 1);
  }
}

TEST(ReadIndex, WritesNumbersInBinaryTheLowestDigitFirst) {
  const Episode episode = Ready("read_index").sample(1, 6);
  for (int t = 6; t < episode.steps(); t += 2) {
    int number = 0;
    for (int digit = 7; digit >= 0; --digit) number = 2 * number + (episode.inputs(8 + digit, t) == 1 ? 1 : 0);
    EXPECT_EQ(episode.item_asked(0, t + 1), number);
    EXPECT_EQ(bits(episode.targets, t + 1, 0, 8), bits(episode.inputs, number - 1, 0, 8));
  }
}

TEST(Reuse, NumbersItemsThroughAllCopies) {
  const Episode episode = Ready("reuse", {{"min_vectors", "4"}, {"max_vectors", "4"}}).sample(1, 5);
  ASSERT_EQ(episode.steps(), 5 * 9);
  for (int copy = 0; copy < 5; ++copy)
    for (int i = 0; i < 4; ++i) {
      EXPECT_EQ(episode.item_shown(0, 9 * copy + i), 4 * copy + i + 1);
      EXPECT_EQ(episode.item_asked(0, 9 * copy + 5 + i), 4 * copy + i + 1);
    }
}

TEST(Tasks, SayWhichLengthsAreNotPossibleAndWhatToDo) {
  struct Case {
    const char *task, *option, *value;
    int length;
    const char* message;
  };
  for (const Case& c : {Case{"key_value", "key_bits", "3", 9, "task.key_bits = 3 gives 8; raise it"},
                        {"pointer_chase", "name_bits", "4", 17, "task.name_bits = 4 gives 16; raise it"},
                        {"associative_recall", "item_length", "1", 65, "= 6 gives 64; raise it"},
                        {"associative_recall", "bits", "6", 1, "an item and the next one make 2"},
                        {"read_index", "index_bits", "3", 8, "task.index_bits = 3 count to 7; raise it"},
                        {"dynamic_ngrams", "context", "5", 5, "nothing to predict after task.context = 5 bits"}}) {
    const Ready ready(c.task, {{c.option, c.value}});
    EXPECT_NO_THROW(ready.task->check_length(c.length == 1 || c.length == 5 ? c.length + 1 : c.length - 1));
    const std::string message = message_of([&] { ready.sample(1, c.length); });
    EXPECT_NE(message.find(c.message), message.npos) << message;
    EXPECT_EQ(message_of([&] { ready.task->check_length(c.length); }), message);
  }
}

TEST(Tasks, SayWhichOptionsContradictEachOther) {
  const std::string order = message_of([] { Ready("repeat_copy", {{"min_repeats", "11"}}); });
  EXPECT_NE(order.find("min_repeats = 11 is above task.max_repeats = 10"), order.npos) << order;
  const std::string sizes = message_of([] { Ready("key_value", {{"two_way", "yes"}, {"key_bits", "4"}}); });
  EXPECT_NE(sizes.find("task.key_bits = 4 and task.value_bits = 8 equal"), sizes.npos) << sizes;
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
