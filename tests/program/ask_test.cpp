// memnet ask: questions about stories to trained models.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

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

// A line that is not possible, and a part of its message.
struct BadLine {
  std::string line, message;
};
std::vector<BadLine> bad_lines() {
  return {{"Mary has gone to the kitchen.", "'has' is no word of task = babi"},
          {"Mary went to the kitchne.", "did you mean 'kitchen'?"},
          {"Mary went to the kitchen. John moved to the garden.", "'kitchen.' is no word"},
          {"Mary went to the kitchen. John moved to the garden.", "write each on a line of its own"},
          {"Where is Mary? Where is John?", "'mary?' is no word"},
          {".", "'.' holds no word"},
          {std::string(20'000, 'x'), "the line has 20000 bytes"},
          {std::string(2'000'000, 'x'), "the line has 999999 bytes or more"},
          {"Mary\033 went.", "holds the control character 0x1b"},
          {"Mary went to the caf\xe9.", "0xe9, which is not UTF-8"},
          {"Mary went\tkitchen\t1", "'Mary went' has an answer behind a TAB, but no '?'"},
          {"Mary mary mary mary mary mary mary.", "has 7 words, but the model reads sentences of at most 6"},
          {"Where is Mary?\tPorto\t1", "'porto' is no word"}};
}

// From a pipe, such a line was dropped, and the question after it was answered about another story, with exit code 0.
TEST(Ask, ALineThatItDoesNotUnderstandEndsIt) {
  for (const BadLine& bad : bad_lines()) {
    const std::string text = "Mary went to the office.\nWhere is Mary?\n" + bad.line + "\nWhere is John?\n";
    const Scratch scratch;
    std::ofstream(scratch / "story.txt") << text;
    const Outcome piped = ask(trained_run(), text);
    EXPECT_EQ(piped.code, 3) << bad.line;
    EXPECT_TRUE(piped.err.starts_with("memnet: standard input:3: ")) << piped.err;
    EXPECT_THAT(piped.err, HasSubstr(bad.message));
    EXPECT_EQ(count_lines(piped.err), 1u);
    EXPECT_THAT(piped.out, HasSubstr("2 where is mary?"));
    EXPECT_THAT(piped.out, Not(HasSubstr("where is john?")));
    const Outcome filed = ask(trained_run(), "", {"--file", (scratch / "story.txt").string()});
    EXPECT_EQ(filed.code, 3);
    EXPECT_EQ(filed.out, piped.out);
    EXPECT_THAT(filed.err, HasSubstr("story.txt:3: "));
    EXPECT_THAT(filed.err, HasSubstr(bad.message));
  }
}

TEST(Ask, StoriesAreAskedWithoutOptionsForSources) {
  for (const char* option : {"--draw", "--longest=5"}) {
    const Outcome outcome = memnet(trained_run().parent_path(), {"ask", trained_run(), option});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("has no effect on a run about stories")) << outcome.err;
  }
}

TEST(Ask, InputWithoutAQuestionIsAnError) {
  for (const char* text : {"", "\n", "Mary went to the kitchen.\n"}) {
    const Outcome outcome = ask(trained_run(), text);
    EXPECT_EQ(outcome.code, 3);
    EXPECT_THAT(outcome.err, HasSubstr("standard input: contains no question"));
  }
}

// With a byte order mark the first line was lost; CR LF was read by ask and refused by run.
TEST(Ask, EditorsMakeNoDifference) {
  const std::string plain = ask(trained_run(), "Mary went to the kitchen.\nWhere is Mary?\n").out;
  EXPECT_THAT(plain, HasSubstr("1 mary went to the kitchen."));
  for (const char* text :
       {"\xef\xbb\xbfMary went to the kitchen.\nWhere is Mary?\n", "Mary went to the kitchen.\r\nWhere is Mary?\r\n",
        "Mary went to the kitchen.\rWhere is Mary?",
        "\xef\xbb\xbf  Mary, went  to the kitchen!  \r\n\tWhere is Mary ?  ",
        "1 Mary went to the kitchen.\n\n2 Where is Mary?\n"}) {
    const Outcome outcome = ask(trained_run(), text);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(outcome.out, plain) << text;
  }
}

// A number that is not the next one was dropped in silence, also where it was a word.
TEST(Ask, NumbersCountTheLinesOfAStory) {
  const auto message = [](const char* text) {
    const Outcome outcome = ask(trained_run(), text);
    EXPECT_EQ(outcome.code, 3) << text;
    return outcome.err;
  };
  EXPECT_THAT(message("1 Mary went to the kitchen.\n3 Where is Mary?\n"),
              HasSubstr("standard input:2: the line has number 3, but expected 2 or 1"));
  EXPECT_THAT(message("1 Mary went to the kitchen.\nWhere is Mary?\n"), HasSubstr("input:2: expected a number"));
  EXPECT_THAT(message("Mary went to the kitchen.\n2 went to the garden.\nWhere is Mary?\n"),
              HasSubstr("input:2: '2' is no word"));
  const Outcome two = ask(trained_run(), "1 Mary went to the kitchen.\n\nJohn moved to the garden.\nWhere is John?\n");
  EXPECT_EQ(two.code, 0) << two.err;
  EXPECT_THAT(two.out, HasSubstr("  1 john moved to the garden.")) << "a blank line, and no number: a new story";
}

// A terminal, and a person who types into it.
class Typist {
 public:
  Typist() : terminal_(::posix_openpt(O_RDWR | O_NOCTTY)) {
    if (terminal_ < 0 || ::grantpt(terminal_) != 0 || ::unlockpt(terminal_) != 0) return;
    device = ::ptsname(terminal_);
    open_device_ = ::open(device.c_str(), O_RDWR | O_NOCTTY);
  }
  ~Typist() {
    ::close(open_device_);
    ::close(terminal_);
  }
  Typist(const Typist&) = delete;
  Typist& operator=(const Typist&) = delete;

  void type(const std::string& text) {
    ASSERT_EQ(::write(terminal_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }

  std::string device;  // "" if the system has no terminals

 private:
  int terminal_, open_device_ = -1;
};

Outcome type(const std::string& text) {
  Typist typist;
  EXPECT_NE(typist.device, "");
  typist.type(text + "\004");  // the end of the input
  return Process({.folder = trained_run().parent_path(), .output = "", .input_file = typist.device},
                 {"ask", trained_run().string()})
      .wait();
}

TEST(Ask, AtATerminalALineCanBeWrittenAgain) {
  const Outcome outcome =
      type("Mary has gone.\nMary went to the kitchne.\nMary went to the kitchen.\nWhere is Mary?\n\n");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  expect_in_order(outcome.err, {"ask: line 1: 'has' is no word", "ask: line 2: 'kitchne' is no word"});
  expect_in_order(outcome.out, {"1> 1> 1> 2> ", "2 where is mary?", " %  kitchen\n", "2> 1> "});
}

TEST(Ask, AtATerminalWithoutALineThatIsUnderstoodItFails) {
  const Outcome outcome = type("Mary has gone.\n");
  EXPECT_EQ(outcome.code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("standard input: no line was understood"));
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

TEST(Ask, RefusesAFileWithoutAQuestion) {
  const Scratch scratch;
  for (const char* text : {"Mary went to the kitchen.\n", ""}) {
    std::ofstream(scratch / "story.txt") << text;
    const Outcome outcome = ask(trained_run(), "", {"--file", (scratch / "story.txt").string()});
    EXPECT_EQ(outcome.code, 3);
    EXPECT_THAT(outcome.err, HasSubstr("story.txt: contains no question"));
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

// Words of other alphabets and answers of two words could neither be trained on nor asked about.
TEST(Ask, UnderstandsTheWordsOfOwnFiles) {
  const Scratch scratch;
  fs::create_directory(scratch / "rooms");
  for (const char* split : {"train", "test"}) {
    std::ofstream file(scratch / "rooms" / (std::string("qa21_") + split + ".txt"));
    for (const char* place : {"grenier-\u00e9t\u00e9", "roof space"})
      for (int i = 0; i < 10; ++i)
        file << "1 Zo\u00e9 ran to the " << place << ".\r\n2 Where is Zo\u00e9?\t" << place << "\r\n";
  }
  const Outcome trained = memnet(scratch.path(), {"run", "--task=babi", "--task.tasks=21", "--task.data=rooms",
                                                  "--model=memn2n", "--train.sequences=64", "--evaluate.every=64"});
  ASSERT_EQ(trained.code, 0) << trained.err;
  EXPECT_THAT(trained.out, HasSubstr("%          -          -"));
  EXPECT_THAT(trained.out, Not(HasSubstr("nan")));
  const Outcome outcome = memnet(scratch.path(), {"ask", only_run(scratch.path()).string()},
                                 "Zo\u00e9 ran to the roof space.\nWhere is Zo\u00e9?\tRoof  space\n");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  expect_in_order(outcome.out,
                  {"1 zo\u00e9 ran to the roof space.", "2 where is zo\u00e9? roof space", "1 answers are as"});
  ASSERT_EQ(memnet(scratch.path(), {"report", only_run(scratch.path()).string(), "-o", "page.html"}).code, 0);
  EXPECT_THAT(text_of(scratch / "page.html"), Not(HasSubstr("at a supporting fact."))) << "which is not known";
}

TEST(Ask, ATaskWithoutStoriesIsAnErrorThatNamesTasksWithStories) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), tiny_run()).code, 0);
  const Outcome outcome = ask(only_run(scratch.path()), "Where is Mary?\n");
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(
      outcome.err,
      HasSubstr("the run is of task = copy, whose episodes are no stories or sources in words; use a run of: "));
  EXPECT_THAT(outcome.err, HasSubstr("babi"));
  EXPECT_EQ(outcome.out, "");
}

}  // namespace
}  // namespace memnet
