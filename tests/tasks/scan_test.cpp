// SCAN: its grammar and its splits, and the released files if MEMNET_SCAN_DIR names the folder that contains them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "memnet/base/error.hpp"
#include "tasks/pairs/reader.hpp"
#include "tasks/scan/grammar.hpp"
#include "tasks/scan/splits.hpp"
#include "tests/support/scratch.hpp"
#include "tests/support/task_sampler.hpp"

namespace memnet {
namespace {

template <class Names>
std::string text_of_words(std::span<const int> words, const Names& names) {
  std::string text;
  for (const int word : words)
    text += (text.empty() ? "" : " ") + std::string(names[static_cast<std::size_t>(word) - 1]);
  return text;
}
std::string command_text(int command) { return text_of_words(scan::all_commands().words[command], scan::kWords); }
std::string action_text(int command) { return text_of_words(scan::all_commands().actions[command], scan::kActions); }

std::vector<int> words_of_text(const std::string& text) {
  std::vector<int> words;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t to = std::min(text.find(' ', from), text.size());
    words.push_back(scan::word_number(text.substr(from, to - from)));
    from = to + 1;
  }
  return words;
}

TEST(ScanGrammar, HasAllCommandsOnceAndTheirActions) {
  const scan::Commands& commands = scan::all_commands();
  ASSERT_EQ(commands.size(), 20910);
  std::set<std::string> different;
  std::set<std::size_t> lengths;
  for (int i = 0; i < commands.size(); ++i) {
    different.insert(command_text(i));
    lengths.insert(commands.actions[i].size());
    ASSERT_TRUE(std::ranges::equal(scan::interpret(commands.words[i]), commands.actions[i])) << command_text(i);
  }
  EXPECT_EQ(different.size(), 20910u);
  EXPECT_EQ(commands.words.longest(), scan::kLongestCommand);
  EXPECT_EQ(commands.actions.longest(), 48);
  EXPECT_FALSE(lengths.contains(23));
}

TEST(ScanGrammar, RefusesWhatIsNoCommand) {
  for (const char* text : {"", "turn", "jump twice thrice", "left", "jump and", "walk and run and look",
                           "jump left left", "opposite left", "jump opposite", "walk me"})
    EXPECT_NE(message_of(ErrorKind::data, [&] { scan::interpret(words_of_text(text)); }).find("is no command of SCAN"),
              std::string::npos)
        << text;
}

TEST(ScanSplits, HaveTheReleasedSizes) {
  const auto expect = [](const char* name, std::size_t train, std::size_t different, std::size_t test) {
    const scan::SplitCommands split = scan::split(name);
    EXPECT_EQ(split.train.size(), train) << name;
    EXPECT_EQ(std::set<int>(split.train.begin(), split.train.end()).size(), different) << name;
    EXPECT_EQ(split.test.size(), test) << name;
    for (const int command : split.test) EXPECT_FALSE(std::ranges::binary_search(split.train, command)) << name;
  };
  EXPECT_EQ(scan::split_names().size(), 4u);
  expect("simple", 16728, 16728, 4182);
  expect("length", 16990, 16990, 3920);
  expect("jump", 14670, 13204, 7706);
  expect("turn_left", 21890, 19702, 1208);
}

// Of the commands for the test by length, a fifth has no phrase that training lacks.
TEST(ScanSplits, TheTestByLengthHasTwoParts) {
  const scan::SplitCommands split = scan::split("length");
  const auto is_unseen = [](int command) { return scan::has_unseen_phrase(scan::all_commands().words[command]); };
  EXPECT_EQ(std::ranges::count_if(split.test, is_unseen), 3144);
  EXPECT_EQ(std::ranges::count_if(split.train, is_unseen), 0);
  const TaskSampler sampler("scan", {{"split", "length"}});
  std::map<int, int> parts;
  Episode episode;
  for (int i = 0; i < sampler.task->count(Split::test); ++i) {
    sampler.task->fetch(Split::test, i, episode);
    ++parts[episode.subtask];
  }
  EXPECT_EQ(parts[0], 776);
  EXPECT_EQ(parts[1], 3144);
  for (const auto& [part, count] : {std::pair("seen", 776), {"unseen", 3144}})
    EXPECT_EQ(TaskSampler("scan", {{"split", "length"}, {"part", part}}).task->count(Split::test), count);
  const std::string refused = message_of(ErrorKind::usage, [] { TaskSampler("scan", {{"part", "seen"}}); });
  EXPECT_NE(refused.find("task.part = seen is for the split by length alone"), std::string::npos) << refused;
}

TEST(ScanSplits, ValidationIsAShareOfTheTrainingPairs) {
  const TaskSampler sampler("scan", {{"split", "jump"}, {"validation", "20"}}), all("scan", {{"validation", "0"}});
  EXPECT_EQ(sampler.task->count(Split::train) + sampler.task->count(Split::validation), 14670);
  EXPECT_NEAR(sampler.task->count(Split::validation), 0.2 * (14670 - 1467), 200);
  EXPECT_EQ(sampler.task->count(Split::test), 7706);
  std::set<std::string> trained;
  const auto command = [&](Split split, int i) {
    Episode episode;
    sampler.task->fetch(split, i, episode);
    std::string words;
    for (int w = 0; w < episode.context.sentences.size(); ++w)
      words += sampler.task->word(episode.context.sentences[w][0]) + " ";
    return words;
  };
  for (int i = 0; i < sampler.task->count(Split::train); ++i) trained.insert(command(Split::train, i));
  for (int i = 0; i < sampler.task->count(Split::validation); ++i)
    EXPECT_FALSE(trained.contains(command(Split::validation, i))) << command(Split::validation, i);
  EXPECT_EQ(all.task->count(Split::train), 16728);
  EXPECT_EQ(all.task->count(Split::validation), 16728);
}

// Both files of each split, command by command.
TEST(ScanSplits, AreThoseOfTheReleasedFiles) {
  const char* folder = std::getenv("MEMNET_SCAN_DIR");
  if (folder == nullptr) GTEST_SKIP() << "set MEMNET_SCAN_DIR to a folder with the released files to test them too";
  for (const std::string& name : scan::split_names()) {
    const scan::SplitCommands split = scan::split(name);
    for (const auto& [part, commands] : {std::pair("train", &split.train), std::pair("test", &split.test)}) {
      const std::string prefix = name == "jump" || name == "turn_left" ? "addprim_" : "";
      std::multiset<std::pair<std::string, std::string>> ours, released;
      for (const int command : *commands) ours.emplace(command_text(command), action_text(command));
      const std::filesystem::path file =
          std::filesystem::path(folder) / (std::string("tasks_") + part + "_" + prefix + name + ".txt");
      for (const pairs::TextPair& pair : pairs::read_pairs(file)) released.emplace(pair.source, pair.target);
      EXPECT_TRUE(ours == released) << file;
    }
  }
}

}  // namespace
}  // namespace memnet
