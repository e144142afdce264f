// Stories that are more or less difficult than the released ones.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tasks/babi/format/words.hpp"
#include "tasks/babi/solver/solver.hpp"
#include "tasks/babi/twenty_tasks.hpp"
#include "tasks/babi/writer.hpp"
#include "tests/support/babi/story_statistics.hpp"
#include "tests/support/scratch.hpp"

namespace memnet::babi {
namespace {

using testing::HasSubstr;

struct Variant {
  const char* name;
  Difficulty difficulty;
};
const Variant kVariants[] = {{"Long", {.questions = 7}},
                             {"Crowded", {.actors = 12}},
                             {"Roomy", {.rooms = 11}},
                             {"Large", {.actors = 8, .rooms = 12, .objects = 5}},
                             {"Small", {.actors = 2, .rooms = 3, .objects = 1}},
                             {"Distracted", {.questions = 2, .actors = 12, .statements = 6}},
                             {"Rich", {.objects = 8}}};

// Every variant that each task supports.
std::vector<std::pair<int, Variant>> possible() {
  std::vector<std::pair<int, Variant>> all;
  for (const BabiTask& task : all_babi_tasks())
    for (const Variant& variant : kVariants) {
      try {
        check(task.number, variant.difficulty);
      } catch (const Error&) {
        continue;
      }
      all.emplace_back(task.number, variant);
    }
  return all;
}

class DifficultStories : public testing::TestWithParam<std::pair<int, Variant>> {
 protected:
  int task() const { return GetParam().first; }
  const Difficulty& difficulty() const { return GetParam().second.difficulty; }
  std::vector<StoryText> stories(int questions) const {
    return generate_stories(task(), 5, "test", questions, difficulty());
  }
};
INSTANTIATE_TEST_SUITE_P(Variants, DifficultStories, testing::ValuesIn(possible()), [](const auto& info) {
  return "Task" + std::to_string(info.param.first) + info.param.second.name;
});

TEST_P(DifficultStories, AreAnsweredByTheSolver) {
  for (const StoryText& story : stories(1000))
    for (std::size_t i = 0; i < story.size(); ++i)
      if (story[i].is_question()) {
        ASSERT_EQ(solve(task(), std::span(story).first(i), story[i].text), answer_word(story[i].answer))
            << format_stories(task(), {&story, 1});
      }
}

TEST_P(DifficultStories, ContainTheWordsOfTheirLexicon) {
  const Lexicon lexicon = babi::lexicon(task(), difficulty());
  const Statistics statistics = measure(stories(10000));
  EXPECT_EQ(std::vector(statistics.words.begin(), statistics.words.end()), lexicon.words);
  for (const auto& [answer, share] : statistics.answers)
    EXPECT_TRUE(std::ranges::binary_search(lexicon.answers, answer)) << answer;
}

TEST_P(DifficultStories, HaveAsManyQuestionsAndStatementsAsRequested) {
  std::vector<StoryText> all = stories(1000);
  all.pop_back();  // the last one may be cut
  for (const StoryText& story : all) {
    const auto questions = std::ranges::count_if(story, &Line::is_question);
    if (difficulty().questions > 0) {
      EXPECT_EQ(questions, difficulty().questions);
    }
    const auto blocks = task() == 18 ? 1 : questions;  // there all questions come after the same statements
    EXPECT_GE(static_cast<int>(story.size() - questions), blocks * difficulty().statements);
  }
}

std::string refusal(int task, const Difficulty& difficulty) {
  return message_of(ErrorKind::usage, [&] { check(task, difficulty); });
}

TEST(Difficulty, WhatATaskDoesNotSupportIsRefused) {
  EXPECT_EQ(
      refusal(15, {.rooms = 8}),
      "babi: the rules of task 15 (basic-deduction) fix its rooms; leave the option out, or choose from tasks 1, 2, 3, "
      "4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 19");
  EXPECT_THAT(refusal(1, {.objects = 2}), HasSubstr("tasks 2, 3, 5, 6, 7, 8"));
  EXPECT_THAT(refusal(4, {.questions = 2}), HasSubstr("fix its questions"));
  EXPECT_THAT(refusal(2, {.objects = 9}), HasSubstr("objects 9 is not possible; expected 1 to 8"));
  EXPECT_THAT(refusal(2, {.actors = 13}), HasSubstr("2 to 12"));
  EXPECT_THAT(refusal(2, {.rooms = -1}), HasSubstr("3 to 12"));
  EXPECT_THAT(refusal(8, {.objects = 6}), HasSubstr("at most 5"));
  EXPECT_THAT(refusal(14, {.questions = 7}), HasSubstr("cannot ask 7 questions"));
  EXPECT_THAT(refusal(19, {.rooms = 12}), HasSubstr("at most 11"));
  EXPECT_THAT(refusal(21, {}), HasSubstr("tasks are 1 to 20"));
}

TEST(Difficulty, ZeroIsAsReleased) {
  for (const BabiTask& task : all_babi_tasks()) EXPECT_NO_THROW(check(task.number, {})) << task.name;
  EXPECT_EQ(generate_stories(1, 1, "test", 50, {}),
            generate_stories(1, 1, "test", 50, {.questions = 5, .actors = 4, .rooms = 6}));
}

}  // namespace
}  // namespace memnet::babi
