// Pairs of a user's own, in files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>

#include "tasks/pairs/pair_set.hpp"
#include "tasks/pairs/reader.hpp"
#include "tasks/pairs/writer.hpp"
#include "tests/support/scratch.hpp"
#include "tests/support/task_sampler.hpp"

namespace memnet {
namespace {

using pairs::parse_pairs;
using pairs::TextPair;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

using PairSettings = std::vector<std::pair<std::string, std::string>>;

// A folder with files of pairs, and the task that reads them.
class OwnPairs {
 public:
  void write(const std::string& file, const std::string& text) const { std::ofstream(scratch_ / file) << text; }
  std::string path(const std::string& file = "") const {
    return file.empty() ? scratch_.path().string() : (scratch_ / file).string();
  }
  // Without a file for validation, training keeps all its pairs unless a share is given.
  TaskSampler sampler(const std::string& file, PairSettings settings = {}) const {
    settings.emplace_back("data", path(file));
    settings.emplace_back("validation", "0");
    return TaskSampler("pairs", settings);
  }
  std::string problem(const std::string& file, const PairSettings& settings = {}) const {
    return message_of(ErrorKind::data, [&] { sampler(file, settings); });
  }

 private:
  Scratch scratch_;
};

// All pairs of a part, as lines of text.
std::vector<std::string> lines_of(const Task& task, Split split) {
  std::vector<std::string> lines;
  Episode episode;
  for (int i = 0; i < task.count(split); ++i) {
    task.fetch(split, i, episode);
    lines.push_back(pairs::pair_line(task, episode));
  }
  return lines;
}

// So many lines "w1 w2 TAB w2 w1" with different sources.
std::string many_pairs(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    const std::string first = "a" + std::to_string(i / 10), second = "b" + std::to_string(i % 10);
    text += first + " " + second + "\t" + second + " " + first + "\n";
  }
  return text;
}

TEST(PairReader, ReadsLinesWithATabAndLinesOfScan) {
  EXPECT_THAT(parse_pairs("\xef\xbb\xbf a  b \t c \r\n\n \nd\te", "a.txt"),
              ElementsAre(TextPair{"a  b", "c"}, TextPair{"d", "e"}));
  EXPECT_THAT(parse_pairs("IN: jump left OUT: I_TURN_LEFT I_JUMP\nIN: turn left OUT: I_TURN_LEFT\n", "a.txt"),
              ElementsAre(TextPair{"jump left", "I_TURN_LEFT I_JUMP"}, TextPair{"turn left", "I_TURN_LEFT"}));
  EXPECT_THAT(parse_pairs("IN: a OUT: b\tc\n", "a.txt"), ElementsAre(TextPair{"IN: a OUT: b", "c"}));
  EXPECT_THAT(parse_pairs("\tsome text\n\tmore\n", "a.txt"),
              ElementsAre(TextPair{"", "some text"}, TextPair{"", "more"}));
  EXPECT_THAT(parse_pairs("a\t\n", "a.txt"), ElementsAre(TextPair{"a", ""}));
}

TEST(PairReader, SaysWhatIsWrongAndWhere) {
  struct Bad {
    std::string text;
    std::vector<std::string> message;
  };
  for (const Bad& bad : std::vector<Bad>{
           {"", {"a.txt: holds no pair"}},
           {"\n \n", {"a.txt: holds no pair"}},
           {"a\tb\nc d\n", {"a.txt:2: ", "'c d' has no TAB", "expected a source, a TAB and a target"}},
           {"a\tb\tc\n", {"a.txt:1: ", "2 TABs", "remove further columns"}},
           {"a\tb\n\t\n", {"a.txt:2: ", "source and target are empty"}},
           {"a\tb\n\tc\n", {"a.txt:2: ", "the source is empty, but that of line 1 is not; expected all sources"}},
           {"\n\ta\nb\tc\n",
            {"a.txt:3: ", "the source is not empty, but that of line 2 is empty; expected all sources"}},
           {"IN: a OUT: b\nc\td\n", {"a.txt:2: ", "expected 'IN: source OUT: target'"}},
           {"a\tcaf\xe9\n", {"a.txt:1: ", "0xe9", "not UTF-8"}},
           {"a\tb\x01\n", {"a.txt:1: ", "control character", "0x01"}},
           {"a\tb\rc\td\r", {"a.txt:1: ", "control character", "0x0d"}},
           {std::string(1'000'001, 'x') + "\ta\n", {"a.txt:1: ", "1000003 bytes"}}}) {
    const std::string message = message_of(ErrorKind::data, [&] { parse_pairs(bad.text, "a.txt"); });
    for (const std::string& part : bad.message) EXPECT_THAT(message, HasSubstr(part));
    EXPECT_THAT(message, Not(HasSubstr("\n")));
  }
}

TEST(OwnPairs, AFolderHasAFileForEachPart) {
  const OwnPairs files;
  files.write("train.txt", "a b\tb a\nb\tb\n");
  files.write("my-test.tsv", "a\ta\n");
  for (const char* other : {"notes.md", "devices.txt", "my-testimony.txt", "trains.txt", "validity.txt"})
    files.write(other, "contest, trains\n");
  files.write("my-valid.tsv", "b b\tb b\n");
  const TaskSampler sampler = files.sampler("");
  EXPECT_THAT(lines_of(*sampler.task, Split::train), ElementsAre("a b\tb a\n", "b\tb\n"));
  EXPECT_THAT(lines_of(*sampler.task, Split::validation), ElementsAre("b b\tb b\n"));
  EXPECT_THAT(lines_of(*sampler.task, Split::test), ElementsAre("a\ta\n"));
  EXPECT_THAT(sampler.task->warnings(), IsEmpty());
  files.write("old_test.txt", "a\ta\n");
  EXPECT_THAT(files.problem(""), HasSubstr("holds my-test.tsv and old_test.txt, and both could be the test file"));
}

TEST(OwnPairs, MissingFilesAreNamed) {
  const OwnPairs files;
  EXPECT_THAT(files.problem("none.txt"),
              HasSubstr("none.txt: there is no such file or folder; expected a file of pairs"));
  EXPECT_THAT(message_of(ErrorKind::data,
                         [] {
                           TaskSampler("pairs", {{"data", "/dev/null"}});
                         }),
              HasSubstr("/dev/null: is neither a regular file nor a folder"));
  EXPECT_THAT(files.problem(""),
              HasSubstr("lacks a file with the word 'train' in its name, such as train.txt; it holds no file"));
  files.write("train.txt", "a\tb\n");
  EXPECT_THAT(files.problem(""), HasSubstr("lacks a file with the word 'test' in its name"));
  files.write("test.txt", "\tb\n");
  EXPECT_THAT(files.problem(""), HasSubstr("test.txt: its sources are empty, but those of "));
  files.write("one.txt", "a\tb\na\tc\n");
  EXPECT_THAT(files.problem("one.txt"), HasSubstr("one.txt: leaves no pair for the test"));
}

TEST(OwnPairs, ASingleFileIsSplitAndEachSourceIsInOnePart) {
  const OwnPairs files;
  files.write("all.txt", many_pairs(200) + many_pairs(200));
  const TaskSampler sampler = files.sampler("all.txt", {{"validation", "20"}, {"test", "30"}});
  std::map<std::string, std::set<Split>> parts;
  std::size_t lines = 0;
  for (const Split split : {Split::train, Split::validation, Split::test})
    for (const std::string& line : lines_of(*sampler.task, split)) {
      parts[line].insert(split);
      ++lines;
    }
  EXPECT_EQ(lines, 400u);
  EXPECT_EQ(parts.size(), 200u);
  for (const auto& [line, of] : parts) EXPECT_EQ(of.size(), 1u) << line;
  EXPECT_EQ(sampler.task->count(Split::test), 120);
  EXPECT_EQ(sampler.task->count(Split::validation), 56);
}

// A source that has most of the pairs stays in training.
TEST(OwnPairs, NoSourceTakesMoreThanTheShareOfThePairs) {
  const OwnPairs files;
  std::string many;
  for (int i = 0; i < 900; ++i) many += "yes\tno\n";
  files.write("all.txt", many + many_pairs(100));
  for (const char* share : {"1", "5"}) {
    const TaskSampler sampler = files.sampler("all.txt", {{"test", share}, {"validation", share}});
    EXPECT_EQ(sampler.task->count(Split::test), *share == '1' ? 10 : 50);
    EXPECT_EQ(sampler.task->count(Split::validation), *share == '1' ? 9 : 47);
  }
  for (int i = 0; i < 20; ++i) many += "left\tright\n";
  files.write("two.txt", many);
  EXPECT_EQ(files.sampler("two.txt", {{"test", "1"}}).task->count(Split::test), 20) << "the smaller one has to move";
}

TEST(OwnPairs, OptionsOfFilesAreKnownAndRefusedWithoutOne) {
  Options options;
  const std::unique_ptr<Task> task = make_task("pairs");
  task->declare(options.section("task"));
  for (const PairSettings::value_type& setting : PairSettings{{"unit", "characters"},
                                                              {"least", "2"},
                                                              {"shared", "yes"},
                                                              {"max_source", "5"},
                                                              {"max_target", "5"},
                                                              {"validation", "5"},
                                                              {"test", "5"}}) {
    EXPECT_NE(options.find("task." + setting.first), nullptr);
    EXPECT_THAT(message_of(ErrorKind::usage, [&] { TaskSampler("pairs", {setting}); }),
                HasSubstr("pairs: task." + setting.first + " says how files are read, but task.data is empty"));
  }
}

TEST(OwnPairs, WithoutAShareForValidationItIsOnTrainingPairs) {
  const OwnPairs files;
  files.write("all.txt", many_pairs(20));
  const TaskSampler sampler = files.sampler("all.txt");
  EXPECT_EQ(lines_of(*sampler.task, Split::validation), lines_of(*sampler.task, Split::train));
  EXPECT_EQ(sampler.task->count(Split::train), 18);
}

TEST(OwnPairs, RareWordsAreOneUnknownWord) {
  const OwnPairs files;
  files.write("train.txt", "a a b\tx x y\na c\tx z\n");
  files.write("test.txt", "a d\tx\n");
  const TaskSampler rare = files.sampler("", {{"least", "2"}});
  EXPECT_THAT(lines_of(*rare.task, Split::train),
              ElementsAre("a a <unknown>\tx x <unknown>\n", "a <unknown>\tx <unknown>\n"));
  EXPECT_THAT(lines_of(*rare.task, Split::test), ElementsAre("a <unknown>\tx\n"));
  EXPECT_EQ(rare.task->spec().words, 2);
  EXPECT_EQ(rare.task->spec().outputs, 3);
  const TaskSampler all = files.sampler("");
  EXPECT_THAT(lines_of(*all.task, Split::test), ElementsAre("a <unknown>\tx\n"));
  EXPECT_EQ(all.task->spec().words, 4) << "a, b, c, and the word that training lacks";
  EXPECT_EQ(all.task->spec().outputs, 4) << "x, y, z and the end: all words of targets are known";
  EXPECT_EQ(all.task->word(1), "a");
  EXPECT_EQ(all.task->answer_word(3), "z");
  const std::string unknown = "have a word that training does not show, or too rarely";
  EXPECT_THAT(rare.task->warnings(), Not(testing::Contains(HasSubstr(unknown))));
  files.write("test.txt", "a d\tx\na c\tz z\n");
  EXPECT_THAT(files.sampler("", {{"least", "2"}}).task->warnings(),
              testing::Contains(HasSubstr("1 of 2 targets of the test " + unknown)));
}

TEST(OwnPairs, ThoseOfTheTestThatAreTrainedAreCounted) {
  const OwnPairs files;
  files.write("train.txt", "a\tx\nb\tx\n");
  files.write("test.txt", "a\tx\na\tx x\nb b\tx\n");
  EXPECT_THAT(files.sampler("").task->warnings(),
              testing::Contains("1 of 3 pairs of the test are in the training part, too"));
}

TEST(OwnPairs, CanShareOneVocabulary) {
  const OwnPairs files;
  files.write("train.txt", "b a\ta c\n");
  files.write("test.txt", "a\ta\n");
  const TaskSampler shared = files.sampler("", {{"shared", "yes"}}), own = files.sampler("");
  EXPECT_FALSE(shared.task->spec().own_answer_words);
  EXPECT_EQ(shared.task->spec().words, 3);
  EXPECT_EQ(shared.task->spec().outputs, 4);
  EXPECT_EQ(shared.task->word(3), "c");
  EXPECT_EQ(shared.task->answer_word(3), "c");
  EXPECT_TRUE(own.task->spec().own_answer_words);
  EXPECT_EQ(own.task->spec().words, 2);
  EXPECT_EQ(own.task->spec().outputs, 3);
  EXPECT_EQ(own.task->answer_word(2), "c");
}

TEST(OwnPairs, CharactersAreThoseOfUtf8) {
  const OwnPairs files;
  files.write("train.txt", "gr\u00fcn  A\t\u6f22 \U0001f600\n");
  files.write("test.txt", "A\t\u6f22\n");
  const TaskSampler sampler = files.sampler("", {{"unit", "characters"}});
  EXPECT_THAT(lines_of(*sampler.task, Split::train),
              ElementsAre("g r \u00fc n \u2423 \u2423 A\t\u6f22 \u2423 \U0001f600\n"));
  EXPECT_EQ(sampler.task->spec().sentences, 7);
  EXPECT_EQ(sampler.task->spec().outputs, 4);
}

TEST(OwnPairs, LongOnesAreLeftOutAndCounted) {
  const OwnPairs files;
  files.write("train.txt", "a b c\tx\na\tx x x\na b\tx x\nb\tx\n");
  files.write("test.txt", "a\tx\n");
  const TaskSampler sampler = files.sampler("", {{"max_source", "2"}, {"max_target", "2"}});
  EXPECT_THAT(lines_of(*sampler.task, Split::train), ElementsAre("a b\tx x\n", "b\tx\n"));
  EXPECT_THAT(
      sampler.task->warnings(),
      ElementsAre(HasSubstr("train.txt: 2 of 4 pairs are left out, since they have more than 2 words in the source "
                            "or 2 in the target")));
  EXPECT_THAT(files.problem("", {{"max_source", "0"}}), HasSubstr("train.txt: has no pair with at most 0 words"));
}

TEST(OwnPairs, SourcesWithSeveralTargetsAreCounted) {
  const OwnPairs files;
  files.write("train.txt", "a\tx\na\ty y\nb\tx\nb\tx\n");
  files.write("test.txt", "c\tx\nc\ty\n");
  const TaskSampler sampler = files.sampler("");
  EXPECT_THAT(sampler.task->warnings(), ElementsAre(HasSubstr("2 of 3 different sources have several targets")));
  Episode episode;
  sampler.task->fetch(Split::train, 1, episode);
  const Matrix answer = sampler.task->oracle(episode);
  for (int t = 0; t < 3; ++t) EXPECT_EQ(answer(static_cast<int>(episode.targets(0, t)), t), 1) << t;
}

TEST(OwnPairs, ADigestTellsWhetherTheFilesHaveChanged) {
  const OwnPairs one, other;
  for (const OwnPairs* files : {&one, &other}) files->write("train.txt", "a\tx\n"), files->write("test.txt", "a\tx\n");
  EXPECT_EQ(one.sampler("").task->data_digest(), other.sampler("").task->data_digest());
  other.write("test.txt", "a\ty\n");
  EXPECT_NE(one.sampler("").task->data_digest(), other.sampler("").task->data_digest());
}

// The text is shown one word late; the best answer is how often each word comes next.
TEST(OwnPairs, EmptySourcesMakeALanguageModel) {
  const OwnPairs files;
  files.write("train.txt", "\ta b\n\ta c\n\ta b\n");
  files.write("test.txt", "\tb\n");
  const TaskSampler sampler = files.sampler("");
  EXPECT_THAT(lines_of(*sampler.task, Split::train), ElementsAre("\ta b\n", "\ta c\n", "\ta b\n"));
  EXPECT_FALSE(sampler.task->has_certain_answers());
  Episode episode;
  sampler.task->fetch(Split::train, 0, episode);
  const int start = sampler.task->spec().words;
  EXPECT_THAT(episode.inputs.numbers(), ElementsAre(start, 1, 2));
  EXPECT_THAT(episode.targets.numbers(), ElementsAre(1, 2, 0));
  const Matrix answer = sampler.task->oracle(episode);
  EXPECT_FLOAT_EQ(static_cast<float>(answer(1, 0)), 0.75f);
  EXPECT_FLOAT_EQ(static_cast<float>(answer(2, 0)), 0.25f);
  EXPECT_FLOAT_EQ(static_cast<float>(answer(2, 1)), 2.0f / 3);
  EXPECT_FLOAT_EQ(static_cast<float>(answer(3, 1)), 1.0f / 3);
  EXPECT_EQ(answer(0, 2), 1);
}

// Every task of words can be written as files of pairs; read again, they are the same episodes.
class WrittenPairs : public testing::TestWithParam<TaskEntry> {};

std::vector<TaskEntry> tasks_of_words() {
  std::vector<TaskEntry> some(all_tasks().begin(), all_tasks().end());
  std::erase_if(some, [](const TaskEntry& entry) {
    return std::string(entry.name) == "babi" || !pairs::can_be_pairs(TaskSampler(entry.name).task->spec());
  });
  return some;
}

INSTANTIATE_TEST_SUITE_P(Tasks, WrittenPairs, testing::ValuesIn(tasks_of_words()),
                         [](const auto& info) { return std::string(info.param.name); });

TEST_P(WrittenPairs, AreReadAsTheSameWords) {
  const OwnPairs files;
  const TaskSampler sampler(GetParam().name);
  const TaskSpec spec = sampler.task->spec();
  std::array<std::vector<std::string>, 3> written;
  for (std::size_t part = 0; part < 3; ++part) {
    std::string text;
    for (std::uint64_t i = 0; i < 30; ++i) {
      Episode episode;
      sample_episode(*sampler.task, {part, "test", i, spec.longest, static_cast<Split>(part)}, InputForm::context,
                     episode);
      written[part].push_back(pairs::pair_line(*sampler.task, episode));
      text += written[part].back();
    }
    files.write(std::string(pairs::kParts[part]) + ".txt", text);
  }
  const TaskSampler read = files.sampler("", {{"max_source", "10000"}, {"max_target", "10000"}});
  EXPECT_EQ(lines_of(*read.task, Split::train), written[0]);
  // A word that training lacks is unknown; these episodes are many, and their words few.
  const auto known = [&](const std::string& line) { return line.find(pairs::Vocabulary::kUnknown) == line.npos; };
  for (const Split split : {Split::validation, Split::test}) {
    const std::vector<std::string> lines = lines_of(*read.task, split),
                                   expected = written[static_cast<std::size_t>(split)];
    ASSERT_EQ(lines.size(), expected.size());
    for (std::size_t i = 0; i < lines.size(); ++i) EXPECT_TRUE(lines[i] == expected[i] || !known(lines[i])) << lines[i];
  }
}

TEST(PairWriter, StoriesAndSequencesBecomeSources) {
  const TaskSampler needle("needle", {{"pairs", "2"}, {"keys", "2"}});
  EXPECT_THAT(pairs::pair_line(*needle.task, needle.sample(1, 2)),
              testing::MatchesRegex("k[12] v[1-8] \\. k[12] v[1-8] \\. k[12] \\?\tv[1-8]\n"));
  const TaskSampler copy("copy", {{"symbols", "3"}});
  EXPECT_THAT(pairs::pair_line(*copy.task, copy.sample(1, 2)), testing::MatchesRegex("[abc] [abc] \\|\t[abc] [abc]\n"));
  EXPECT_FALSE(pairs::can_be_pairs(TaskSampler("copy").task->spec()));
}

}  // namespace
}  // namespace memnet
