// Tasks whose sequences are symbols of an alphabet.
#include <gtest/gtest.h>

#include "tests/support/task_sampler.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// The symbols of a row, as text.
std::string symbols(const Task& task, const Matrix& row, int first, int count) {
  std::string text;
  for (int t = first; t < first + count; ++t) text += row(0, t) == 0 ? "." : task.word(static_cast<int>(row(0, t)));
  return text;
}

// The symbols that an episode of a task shows and asks for.
struct Shown {
  Shown(const std::string& name, int length, int answers) {
    const TaskSampler sampler(name, {{"symbols", "4"}});
    const Episode episode = sampler.sample(1, length);
    EXPECT_EQ(episode.steps(), length + 1 + answers);
    EXPECT_EQ(symbols(*sampler.task, episode.inputs, length, 1 + answers),
              "|" + std::string(std::size_t(answers), '.'));
    inputs = symbols(*sampler.task, episode.inputs, 0, length);
    targets = symbols(*sampler.task, episode.targets, length + 1, answers);
    for (const char c : inputs) EXPECT_TRUE(c >= 'a' && c <= 'd') << c;
  }
  std::string inputs, targets;
};

TEST(Symbols, AreCopiedReversedAndPicked) {
  EXPECT_EQ(Shown("copy", 6, 6).targets, Shown("copy", 6, 6).inputs);
  const Shown reversed("reverse", 6, 6);
  EXPECT_EQ(reversed.targets, std::string(reversed.inputs.rbegin(), reversed.inputs.rend()));
  const Shown picked("stride_copy", 5, 3);
  EXPECT_EQ(picked.targets, (std::string{picked.inputs[0], picked.inputs[2], picked.inputs[4]}));
}

TEST(BigramFlip, SwapsNeighborsAndLeavesTheLastOfAnOddNumber) {
  const Shown even("bigram_flip", 4, 4);
  const std::string a = even.inputs;
  EXPECT_EQ(even.targets, (std::string{a[1], a[0], a[3], a[2]}));
  const Shown odd("bigram_flip", 3, 3);
  EXPECT_EQ(odd.targets, (std::string{odd.inputs[1], odd.inputs[0], odd.inputs[2]}));
}

TEST(Symbols, AreDrawnAsLetters) {
  const TaskSampler sampler("bigram_flip");
  const Episode episode = sampler.sample(1, 2);
  const std::string a = sampler.task->word(static_cast<int>(episode.inputs(0, 0))),
                    b = sampler.task->word(static_cast<int>(episode.inputs(0, 1)));
  EXPECT_EQ(
      sampler.task->render(episode, sampler.task->oracle(episode)),
      "       input |" + a + b + "|  |\n" + "      target |..." + b + a + "|\n" + "      answer |..." + b + a + "|\n");
}

TEST(Bits, AreDrawnAsShades) {
  const TaskSampler sampler("copy", {{"bits", "2"}});
  Episode episode = sampler.sample(1, 1);
  episode.inputs(0, 0) = episode.targets(0, 2) = 1;
  episode.inputs(1, 0) = episode.targets(1, 2) = 0;
  Matrix answer(2, 3, Scalar(0.5));
  EXPECT_EQ(sampler.task->render(episode, answer),
            "       input |@  |\n"
            "             |   |\n"
            "             | @ |\n"
            "      target |..@|\n"
            "             |.. |\n"
            "      answer |..+|\n"
            "             |..+|\n");
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
