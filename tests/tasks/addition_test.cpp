// Addition of numbers that are written as characters.
#include <gtest/gtest.h>

#include "tests/support/task_sampler.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// Returns an episode as text: "535+61=596".
std::string text_of(const Task& task, const Episode& episode) {
  std::string text;
  for (int i = 0; i < episode.context.places(); ++i) text += task.word(episode.context.sentences[i][0]);
  text += "=";
  for (int t = 0; t + 1 < episode.steps(); ++t) text += task.word(static_cast<int>(episode.targets(0, t)));
  return text;
}

std::unique_ptr<Task> make_addition_task(const std::string& reversed) {
  Options options({{"task.reversed", reversed, "test"}});
  std::unique_ptr<Task> task = make_task("addition");
  task->declare(options.section("task"));
  return task;
}

TEST(Addition, TheTargetIsTheSum) {
  const std::unique_ptr<Task> plain = make_addition_task("no"), reversed = make_addition_task("yes");
  for (std::uint64_t i = 0; i < 200; ++i) {
    Episode episode, backward;
    RandomStream stream(1, "train", i), same(1, "train", i);
    plain->sample(stream, 3, episode);
    reversed->sample(same, 3, backward);
    const std::string text = text_of(*plain, episode);
    const std::size_t plus = text.find('+'), equals = text.find('=');
    const std::string first = text.substr(0, plus), second = text.substr(plus + 1, equals - plus - 1);
    EXPECT_EQ(std::to_string(std::stoi(first) + std::stoi(second)), text.substr(equals + 1)) << text;
    EXPECT_LE(first.size(), 3u);
    EXPECT_LE(second.size(), 3u);
    const std::string other = text_of(*reversed, backward);
    EXPECT_EQ(std::string(text.rend() - static_cast<std::ptrdiff_t>(equals), text.rend()), other.substr(0, equals));
    EXPECT_EQ(text.substr(equals), other.substr(equals));
  }
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
