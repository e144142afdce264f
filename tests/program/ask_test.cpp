// memnet ask: questions about stories to trained models.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/program/process.hpp"
#include "tests/support/program/run_contents.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

Words quick_run(const Words& more) {
  return Words{"run",
               "--task=babi",
               "--task.max_length=2",
               "--train.optimizer=adam",
               "--train.learning_rate=0.01",
               "--evaluate.lengths=1x",
               "--evaluate.sequences=20",
               "--evaluate.final_sequences=20",
               "--evaluate.traces=1",
               "--quiet"} +
         more;
}

// A trained run in a folder of its own.
class Trained {
 public:
  explicit Trained(const Words& more) {
    const Outcome outcome = memnet(scratch_.path(), quick_run(more));
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    path = only_run(scratch_.path());
  }

 private:
  Scratch scratch_;

 public:
  fs::path path;
};

// Returns a run that has learned task 1.
const fs::path& trained_run() {
  static const Trained run({"--model=memn2n", "--model.hops=2", "--model.slots=4", "--train.sequences=8000"});
  return run.path;
}

Outcome ask(const fs::path& run, const std::string& input, const Words& more = {}) {
  return memnet(run.parent_path(), Words{"ask", run.string()} + more, input);
}

// Requires that the text contains these parts in this order.
void expect_in_order(const std::string& text, const Words& parts) {
  std::size_t from = 0;
  for (const std::string& part : parts) {
    const std::size_t at = text.find(part, from);
    ASSERT_NE(at, text.npos) << "lacks '" << part << "' after the parts before it:\n" << text;
    from = at + part.size();
  }
}

// Returns the first line that contains this part, or "".
std::string line_with(const std::string& text, const std::string& part) {
  const std::size_t at = text.find(part);
  if (at == text.npos) return "";
  const std::size_t begin = text.rfind('\n', at) + 1;
  return text.substr(begin, text.find('\n', at) - begin);
}

TEST(Ask, PrintsAnswersAndTheWeightOfEachSentence) {
  const auto before = bytes_of(trained_run() / "run.h5");
  const Outcome outcome = ask(trained_run(), "Mary went to the kitchen.\nJohn moved to the garden.\nWhere is Mary?\n");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.err, "");
  expect_in_order(outcome.out, {"hop 0", "hop 1", "1 mary went to the kitchen.", "2 john moved to the garden.",
                                "3 where is mary?", "\n\n", " %  kitchen\n"});
  EXPECT_EQ(outcome.out.find('>'), std::string::npos) << "a prompt although the input is not a terminal";
  EXPECT_EQ(count_lines(outcome.out), 4u + 1 + 5 + 1) << "the story, and five answers between empty lines";
  const std::string fact = line_with(outcome.out, "kitchen."), other = line_with(outcome.out, "garden.");
  EXPECT_GT(std::stod(fact.substr(fact.size() - 4)), 0.5) << fact;
  EXPECT_LT(std::stod(other.substr(other.size() - 4)), 0.5) << other;
  EXPECT_TRUE(bytes_of(trained_run() / "run.h5") == before);
}

// Each question is about all sentences of the story so far. The last line may lack its newline.
TEST(Ask, TakesSeveralStoriesOneAfterTheOther) {
  for (const char* separator : {"", "new", "  new  "}) {
    const Outcome outcome = ask(trained_run(),
                                "Mary went to the kitchen.\nWhere is Mary?\nMary moved to the office.\n"
                                "Where is Mary?\n" +
                                    (separator + std::string("\nJohn moved to the garden\nwhere is john?")));
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    expect_in_order(outcome.out, {"2 where is mary?", " %  kitchen\n", "1 mary went to the kitchen.",
                                  "2 mary moved to the office.", "3 where is mary?", " %  office\n",
                                  "1 john moved to the garden.", "2 where is john?", " %  garden\n"});
  }
}

TEST(Ask, OfALongStoryStoresTheNewestSentences) {
  std::string story;
  for (const char* room : {"kitchen", "garden", "office", "bedroom", "hallway", "bathroom"})
    story += std::string("Mary went to the ") + room + ".\n";
  const std::string out = ask(trained_run(), story + "Where is Mary?\n", {"--answers", "1"}).out;
  for (const char* forgotten : {"1 mary went to the kitchen.", "2 mary went to the garden."})
    EXPECT_THAT(line_with(out, forgotten), Not(HasSubstr("0."))) << out;
  EXPECT_THAT(line_with(out, "3 mary went to the office."), HasSubstr("0.")) << out;
  EXPECT_EQ(count_lines(out), 1u + 6 + 1 + 1 + 1 + 1);
}

TEST(Ask, ReportsABadLineAndContinues) {
  const Outcome outcome =
      ask(trained_run(), "Mary went to the kitchen.\nMary went to the kitchne.\nMary went home.\n.\n" +
                             std::string(2000, 'x') + "\nMary\033 went.\nMary went\tkitchen\t1\n" +
                             "Mary mary mary mary mary mary mary.\nWhere is Mary?\n");
  EXPECT_EQ(outcome.code, 0);
  expect_in_order(outcome.err, {"ask: line 2: 'kitchne' is no word of task = babi", "did you mean 'kitchen'?\n",
                                "ask: line 3: 'home' is no word", "ask: line 4: '.' holds no word",
                                "ask: line 5: the line has 2000 letters", "ask: line 6: 'mary?' is no word",
                                "ask: line 7: 'Mary went' has an answer, but is not a question",
                                "ask: line 8: 'Mary mary mary mary mary mary mary.' has 7 words, but the model "
                                "reads sentences of at most 6"});
  EXPECT_EQ(count_lines(outcome.err), 7u);
  expect_in_order(outcome.out, {"1 mary went to the kitchen.", "2 where is mary?", " %  kitchen\n"});
}

TEST(Ask, ReadsAFileOfTheReleasedFormatAndComparesAnswers) {
  const Scratch scratch;
  std::ofstream(scratch / "story.txt") << "1 Mary moved to the bathroom.\n2 John went to the hallway.\n"
                                          "3 Where is Mary? \tbathroom\t1\n1 Sandra went to the garden.\n"
                                          "2 Where is Sandra? \tkitchen\t1\n";
  const Outcome outcome = ask(trained_run(), "", {"--file", (scratch / "story.txt").string(), "--answers=2"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  expect_in_order(outcome.out,
                  {"3 where is mary? bathroom\n", " %  bathroom  right\n", "1 sandra went to the garden.",
                   "2 where is sandra? kitchen\n", " %  garden  wrong\n", "1 of 2 answers are as expected\n"});
}

TEST(Ask, RefusesAFileWithABadLine) {
  struct Case {
    const char *text, *sentence;
  };
  const Scratch scratch;
  for (const Case& c :
       {Case{"Mary went to the kitchen.\nWhere is Jon?\n", "story.txt:2: 'jon' is no word of task = babi"},
        {"Mary went to the kitchen.\n", "story.txt: contains no question"},
        {"", "story.txt: contains no question"},
        {"Where is Mary?\tPorto\t1\n", "story.txt:1: 'porto' is no word"}}) {
    std::ofstream(scratch / "story.txt") << c.text;
    const Outcome outcome = ask(trained_run(), "", {"--file", (scratch / "story.txt").string()});
    EXPECT_EQ(outcome.code, 3);
    EXPECT_THAT(outcome.err, HasSubstr(c.sentence));
    EXPECT_EQ(count_lines(outcome.err), 1u);
  }
  const Outcome missing = ask(trained_run(), "", {"--file", "missing.txt"});
  EXPECT_EQ(missing.code, 5) << missing.err;
}

TEST(Ask, AModelThatReadsWordByWordHasNoHops) {
  const Trained lstm({"--model=lstm", "--train.sequences=64", "--model.controller.size=12"});
  const std::string longer = "Mary mary mary mary mary mary mary.\n";  // no sentence is too long for it
  const Outcome outcome = ask(lstm.path, longer + "Where is Mary?\n", {"--answers=3"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  expect_in_order(outcome.out,
                  {"  1 mary mary mary mary mary mary mary.\n  2 where is mary?\n\n", " %  ", " %  ", " %  "});
  EXPECT_THAT(outcome.out, Not(HasSubstr("hop")));
}

// The vocabulary of a run on files is that of the files, which have to exist.
TEST(Ask, WorksOnARunThatLearnedFromFiles) {
  const Scratch scratch;
  const std::string stories = (scratch / "stories").string();
  ASSERT_EQ(memnet(scratch.path(),
                   {"generate", "babi", "--tasks=1", "--questions=100", "--test_questions=20", "--out", stories})
                .code,
            0);
  ASSERT_EQ(memnet(scratch.path(), {"run", "--task=babi", "--task.data", stories, "--model=memn2n",
                                    "--train.sequences=64", "--evaluate.every=64"})
                .code,
            0);
  const Outcome outcome = ask(only_run(scratch.path()), "Mary went to the kitchen.\nWhere is Mary?\n");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  expect_in_order(outcome.out, {"1 mary went to the kitchen.", "2 where is mary?", " %  "});
}

TEST(Ask, ATaskWithoutStoriesIsAnErrorThatNamesTasksWithStories) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), tiny_run()).code, 0);
  const Outcome outcome = ask(only_run(scratch.path()), "Where is Mary?\n");
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("the run is of task = copy, which has no stories in words; use a run of: babi"));
  EXPECT_EQ(outcome.out, "");
}

}  // namespace
}  // namespace memnet
