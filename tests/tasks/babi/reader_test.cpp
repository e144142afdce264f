// The reader of bAbI files: valid files, and the errors for everything else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tasks/babi/format/reader.hpp"
#include "tasks/babi/released_files.hpp"
#include "tests/support/scratch.hpp"

namespace memnet::babi {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kGood =
    "1 Mary moved to the bathroom.\n"
    "2 John went to the hallway.\n"
    "3 Where is Mary? \tbathroom\t1\n"
    "1 Mice are afraid of wolves.\n"
    "2 Gertrude is a mouse.\n"
    "3 What is gertrude afraid of?\twolf\t2 1\n";

TEST(BabiReader, ReadsStories) {
  const std::vector<StoryText> stories = parse_stories(kGood, "a.txt");
  ASSERT_EQ(stories.size(), 2u);
  EXPECT_EQ(stories[0], (StoryText{{"Mary moved to the bathroom.", "", {}},
                                   {"John went to the hallway.", "", {}},
                                   {"Where is Mary?", "bathroom", {1}}}));
  EXPECT_EQ(stories[1].back(), (Line{"What is gertrude afraid of?", "wolf", {2, 1}}));
}

TEST(BabiReader, TheLastNewlineMayBeMissing) {
  EXPECT_EQ(parse_stories(kGood.substr(0, kGood.size() - 1), "a.txt"), parse_stories(kGood, "a.txt"));
}

// A text that is not a valid file, and the parts of the expected message.
struct Bad {
  const char* name;
  std::string text;
  std::vector<std::string> message;
};

std::vector<Bad> bad_texts() {
  const std::string start = "1 Mary moved to the bathroom.\n", where = "2 Where is Mary? \t";
  return {
      {"Empty", "", {"a.txt:", "is empty"}},
      {"NoQuestion", start, {"a.txt:", "holds no question"}},
      {"EmptyLine", start + "\n", {"a.txt:2:", "expected a number, a blank and a sentence", "''"}},
      {"WindowsLineEnds", "1 Mary moved to the bathroom.\r\n", {"a.txt:1:", "CR LF", "LF alone"}},
      {"OtherLetters", "1 Mary moved to the caf\xc3\xa9.\n", {"a.txt:1:", "0xc3", "printable ASCII"}},
      {"ControlByte", start + "2 John went\x01 away.\n", {"a.txt:2:", "0x01", "printable ASCII"}},
      {"Zero", start + std::string("2 \0.\n", 5), {"a.txt:2:", "0x00", "printable ASCII"}},
      {"NoNumber", start + "John went to the hallway.\n", {"a.txt:2:", "expected a number", "'John went to"}},
      {"NumberAlone", start + "2\n", {"a.txt:2:", "expected a number, a blank and a sentence"}},
      {"HugeNumber", "99999999999999999999 Mary went.\n", {"a.txt:1:", "expected a number"}},
      {"LeadingZero", "01 Mary went.\n", {"a.txt:1:", "expected a number"}},
      {"StartsAtTwo", "2 Mary went.\n", {"a.txt:1:", "number 2", "expected 1"}},
      {"NumberSkipped", start + "3 John went.\n", {"a.txt:2:", "number 3", "expected 2 or 1"}},
      {"NoFullStop", start + "2 John went\n", {"a.txt:2:", "'John went' is no statement", "'.'"}},
      {"NoAnswer", start + "2 Where is Mary?\n", {"a.txt:2:", "no answer", "TAB"}},
      {"NoAnswerWithBlank", start + "2 Where is Mary? \n", {"a.txt:2:", "no answer", "TAB"}},
      {"NoQuestionMark", start + "2 Where is Mary\tbathroom\t1\n", {"a.txt:2:", "is no question", "'?'"}},
      {"EmptyAnswer", start + where + "\t1\n", {"a.txt:2:", "the answer to 'Where is Mary?' is empty"}},
      {"TwoAnswers", start + where + "bath room\t1\n", {"a.txt:2:", "'bath room' is more than one word"}},
      {"NoSupport", start + where + "bathroom\n", {"a.txt:2:", "names no supporting line"}},
      {"SupportIsNoNumber", start + where + "bathroom\tone\n", {"a.txt:2:", "number of a supporting line", "'one'"}},
      {"SupportIsZero", start + where + "bathroom\t0\n", {"a.txt:2:", "number of a supporting line", "'0'"}},
      {"SupportLater", start + where + "bathroom\t3\n", {"a.txt:2:", "supporting line 3 does not come before"}},
      {"SupportIsItself", start + where + "bathroom\t2\n", {"a.txt:2:", "supporting line 2 does not come before"}},
      {"SupportIsQuestion",
       start + where + "bathroom\t1\n3 Where is Mary? \tbathroom\t2\n",
       {"a.txt:3:", "supporting line 2 is a question"}},
      {"LongWord", "1 Mary " + std::string(41, 'x') + ".\n", {"a.txt:1:", "41 letters", "more than 40", "..."}},
      {"TwoBlanks", "1 Mary  went.\n", {"a.txt:1:", "single blanks"}},
      {"OnlyFullStop", "1 .\n", {"a.txt:1:", "the sentence is empty"}},
  };
}

class BadStories : public testing::TestWithParam<Bad> {};
INSTANTIATE_TEST_SUITE_P(Texts, BadStories, testing::ValuesIn(bad_texts()),
                         [](const auto& info) { return info.param.name; });

TEST_P(BadStories, AreRefusedWithASentence) {
  const std::string message = message_of(ErrorKind::data, [] { parse_stories(GetParam().text, "a.txt"); });
  for (const std::string& part : GetParam().message) EXPECT_THAT(message, HasSubstr(part));
  EXPECT_THAT(message, Not(HasSubstr("\n")));
}

TEST(BabiReader, RefusesWhatIsNotAFileOfStories) {
  const Scratch scratch;
  const auto message = [&](const std::string& name) {
    return message_of(ErrorKind::data, [&] { read_stories(scratch / name); });
  };
  EXPECT_THAT(message("missing.txt"), HasSubstr("missing.txt: is no file"));
  EXPECT_THAT(message(""), HasSubstr("is no file"));
  std::ofstream(scratch / "huge.txt") << "1 Mary went.\n";
  std::filesystem::resize_file(scratch / "huge.txt", 100'000'001);
  EXPECT_THAT(message("huge.txt"),
              HasSubstr("huge.txt: has 100000001 bytes, but no file of stories has more than 100000000"));
}

TEST(BabiReader, ErrorsNameTheFileAndTheLine) {
  const Scratch scratch;
  std::ofstream(scratch / "a.txt") << "1 Mary went.\n1 Mary went\n";
  const std::string message = message_of(ErrorKind::data, [&] { read_stories(scratch / "a.txt"); });
  EXPECT_TRUE(message.starts_with((scratch / "a.txt").string() + ":2: ")) << message;
}

TEST(BabiFiles, AreNamedAsReleased) {
  EXPECT_EQ(file_name(1, "train"), "qa1_single-supporting-fact_train.txt");
  EXPECT_EQ(file_name(20, "test"), "qa20_agents-motivations_test.txt");
  message_of(ErrorKind::usage, [] { file_name(21, "test"); });
}

TEST(BabiFiles, AreFoundInTheirFolder) {
  const Scratch scratch;
  const auto message = [&](const std::filesystem::path& folder) {
    return message_of(ErrorKind::data, [&] { find_file(folder, 2, "train"); });
  };
  EXPECT_THAT(message(scratch / "none"), HasSubstr("there is no such folder"));
  const std::string empty = message(scratch.path());
  EXPECT_THAT(empty, HasSubstr("lacks qa2_two-supporting-facts_train.txt"));
  EXPECT_THAT(empty, HasSubstr("it is empty"));
  for (const char* name : {"README", "qa1_single-supporting-fact_train.txt", "b", "c", "d", "e"})
    std::ofstream(scratch / name) << "";
  const std::string some = message(scratch.path());
  EXPECT_THAT(some, HasSubstr("it holds README, b, c, d and 2 more"));
  std::ofstream(scratch / file_name(2, "train")) << "";
  EXPECT_EQ(find_file(scratch.path(), 2, "train"), scratch / "qa2_two-supporting-facts_train.txt");
}

}  // namespace
}  // namespace memnet::babi
