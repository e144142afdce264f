// Cloze: facts, distractors, and what can be known without reading.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "memnet/base/error.hpp"
#include "tests/support/scratch.hpp"
#include "tests/support/task_sampler.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr std::uint64_t kDocuments = 4000;
constexpr int kEntities = 8;

// How often an entity is the answer that the function names, over documents with so many facts.
template <class Guess>
double share_right(const TaskSampler& sampler, int facts, Guess guess) {
  int right = 0;
  for (std::uint64_t i = 0; i < kDocuments; ++i) {
    const Episode episode = sampler.sample(i, facts);
    right += guess(episode.context) == static_cast<int>(episode.targets(0, 0));
  }
  return static_cast<double>(right) / static_cast<double>(kDocuments);
}

// Four standard errors of a share.
double margin(double share) { return 4 * std::sqrt(share * (1 - share) / static_cast<double>(kDocuments)); }

int most_frequent(const Context& document) {
  std::map<int, int> count;
  for (int i = 0; i < document.sentences.size(); ++i)
    for (const int word : document.sentences[i])
      if (word <= kEntities) ++count[word];
  int best = 0;
  for (const auto& [entity, times] : count)
    if (best == 0 || times > count[best]) best = entity;
  return best;
}

TEST(Cloze, TheMostFrequentEntityIsTheAnswerAsOftenAsByChance) {
  const TaskSampler sampler("cloze");
  for (const int facts : {8, 12, 24})
    EXPECT_NEAR(share_right(sampler, facts, most_frequent), 1.0 / kEntities, margin(1.0 / kEntities)) << facts;
}

TEST(Cloze, NamesTellNothingUnlessTheyStayTheSame) {
  const auto first = [](const Context&) { return 1; };
  EXPECT_NEAR(share_right(TaskSampler("cloze"), 12, first), 1.0 / kEntities, margin(1.0 / kEntities));
  const double often = 1 - std::pow(1 - 1.0 / kEntities, 2);  // the smaller one of two random numbers
  EXPECT_NEAR(share_right(TaskSampler("cloze", {{"new_names", "no"}}), 12, first), often, margin(often));
}

// A question needs both its relation and its object: facts with one of them are distractors.
TEST(Cloze, OneFactHasTheRelationAndTheObjectOfTheQuestion) {
  const TaskSampler sampler("cloze");
  int same_relation = 0, same_object = 0;
  for (std::uint64_t i = 0; i < 500; ++i) {
    const Context document = sampler.sample(i, 10).context;
    const std::span<const int> question = document.questions[0];
    EXPECT_EQ(sampler.task->word(question[0]), "x");
    int both = 0;
    std::set<int> subjects;
    for (int f = 0; f < 10; ++f) {
      const std::span<const int> fact = document.sentences[f];
      both += fact[1] == question[1] && fact[2] == question[2];
      same_relation += fact[1] == question[1] && fact[2] != question[2];
      same_object += fact[1] != question[1] && fact[2] == question[2];
      EXPECT_NE(fact[0], fact[2]);
      subjects.insert(fact[0]);
    }
    EXPECT_EQ(both, 1);
    EXPECT_EQ(subjects.size(), std::size_t{kEntities});
  }
  EXPECT_GT(same_relation, 300);
  EXPECT_GT(same_object, 300);
}

TEST(Cloze, SaysWhichLengthsAreNotPossible) {
  const TaskSampler sampler("cloze");
  EXPECT_THAT(message_of(ErrorKind::usage, [&] { sampler.task->check_length(7); }),
              testing::HasSubstr("length 7 has no fact for each of 8 entities"));
  EXPECT_THAT(message_of(ErrorKind::usage, [&] { sampler.task->check_length(71); }),
              testing::HasSubstr("above the 70 pairs of a relation and another entity"));
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
