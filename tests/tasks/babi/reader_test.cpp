// The reader of bAbI files: valid files, and the errors for everything else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tasks/babi/format/reader.hpp"
#include "tasks/babi/format/words.hpp"
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

// What editors and other systems make of a text. CR LF, a byte order mark and blanks were refused.
TEST(BabiReader, EditorsMakeNoDifference) {
  const auto replaced = [](std::string text, const std::string& from, const std::string& to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size())
      text.replace(at, from.size(), to);
    return text;
  };
  const std::vector<std::pair<const char*, std::string>> variants = {
      {"no newline at the end", kGood.substr(0, kGood.size() - 1)},
      {"CR LF", replaced(kGood, "\n", "\r\n")},
      {"CR", replaced(kGood, "\n", "\r")},
      {"byte order mark", "\xef\xbb\xbf" + kGood},
      {"byte order mark and CR LF", "\xef\xbb\xbf" + replaced(kGood, "\n", "\r\n")},
      {"blank lines", "\n" + replaced(kGood, "\n", "\n \t\n\n")},
      {"blanks at the ends of lines", replaced(kGood, "\n", "  \n  ")},
      {"blanks around columns", replaced(kGood, "\t", "  \t ")},
      {"a TAB at the end", replaced(kGood, "\n", "\t\n")},
      {"a TAB behind the number", replaced(kGood, "3 W", "3\tW")},
      {"blanks between supporting lines", replaced(kGood, "2 1", "2   1 ")},
      {"further columns", replaced(kGood, "\t1\n", "\t1\t0.5\ta|b|c\n")},
      {"no-break spaces", replaced(kGood, "?", "\u00a0?")},
  };
  const std::vector<StoryText> good = parse_stories(kGood, "a.txt");
  for (const auto& [name, text] : variants) {
    const std::vector<StoryText> stories = parse_stories(text, "a.txt");
    ASSERT_EQ(stories.size(), good.size()) << name;
    for (std::size_t i = 0; i < good.size(); ++i) {
      ASSERT_EQ(stories[i].size(), good[i].size()) << name;
      for (std::size_t line = 0; line < good[i].size(); ++line) {
        EXPECT_EQ(split_words(stories[i][line].text), split_words(good[i][line].text)) << name;
        EXPECT_EQ(stories[i][line].answer, good[i][line].answer) << name;
        EXPECT_EQ(stories[i][line].supports, good[i][line].supports) << name;
      }
    }
  }
}

// All of these were refused.
TEST(BabiReader, ReadsWordsOfAnyLanguageAndLength) {
  const std::string word(300, 'x');
  const std::vector<StoryText> stories = parse_stories(
      "1 \u00c9lodie est all\u00e9e au grenier.\n2 O\u00f9 est \u00c9lodie ?\tle grenier\n"
      "1 \u041e\u043b\u044f \u0434\u043e\u043c\u0430\n2 \u0413\u0434\u0435 "
      "\u041e\u043b\u044f?\t\u0434\u043e\u043c\u0430\t1\n"
      "1 Anna  " +
          word + "!\n2 Where is Anna\uff1f\t" + word + "\t1\n",
      "a.txt");
  ASSERT_EQ(stories.size(), 3u);
  EXPECT_EQ(split_words(stories[0][0].text),
            (std::vector<std::string>{"\u00c9lodie", "est", "all\u00e9e", "au", "grenier"}));
  EXPECT_EQ(stories[0][1], (Line{"O\u00f9 est \u00c9lodie ?", "le grenier", {}}));
  EXPECT_EQ(split_words(stories[0][1].text), (std::vector<std::string>{"o\u00f9", "est", "\u00c9lodie"}));
  EXPECT_EQ(stories[1][1].supports, std::vector{1});
  EXPECT_EQ(split_words(stories[2][0].text), (std::vector<std::string>{"anna", word}));
  EXPECT_EQ(stories[2][1].answer, word);
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
      {"BlankLines", "\n  \r\n", {"a.txt:", "holds no question"}},
      {"OtherEncoding", "1 Mary moved to the caf\xe9.\n", {"a.txt:1:", "0xe9", "not UTF-8"}},
      {"OtherEncodingOfAllLetters", std::string("\xff\xfe\x31\0 \0", 6), {"a.txt:1:", "0xff", "not UTF-8"}},
      {"ControlByte", start + "2 John went\x01 away.\n", {"a.txt:2:", "control character 0x01"}},
      {"TerminalEscape", start + "2 John\u009b2J went.\n", {"a.txt:2:", "control character 0x9b"}},
      {"Zero", start + std::string("2 \0.\n", 5), {"a.txt:2:", "control character 0x00"}},
      {"NoNumber", start + "John went to the hallway.\n", {"a.txt:2:", "expected a number", "'John went to"}},
      {"NumberAlone", start + "2\n", {"a.txt:2:", "expected a number, a blank and a sentence"}},
      {"HugeNumber", "99999999999999999999 Mary went.\n", {"a.txt:1:", "expected a number"}},
      {"LeadingZero", "01 Mary went.\n", {"a.txt:1:", "expected a number"}},
      {"StartsAtTwo", "2 Mary went.\n", {"a.txt:1:", "number 2", "expected 1"}},
      {"NumberSkipped", start + "3 John went.\n", {"a.txt:2:", "number 3", "expected 2 or 1"}},
      {"NoAnswer", start + "2 Where is Mary?\n", {"a.txt:2:", "no answer", "TAB"}},
      {"NoAnswerWithBlank", start + "2 Where is Mary? \n", {"a.txt:2:", "no answer", "TAB"}},
      {"NoQuestionMark",
       start + where + "bathroom\t1\n3 Where is Mary\tbathroom\t1\n",
       {"a.txt:3:", "'Where is Mary' has an answer behind a TAB, but no '?'", "a question lacks its '?'"}},
      {"EmptyAnswer", start + where + "\t1\n", {"a.txt:2:", "the answer to 'Where is Mary?' is empty"}},
      {"SupportIsNoNumber", start + where + "bathroom\tone\n", {"a.txt:2:", "number of a supporting line", "'one'"}},
      {"SupportIsZero", start + where + "bathroom\t0\n", {"a.txt:2:", "number of a supporting line", "'0'"}},
      {"SupportLater", start + where + "bathroom\t3\n", {"a.txt:2:", "supporting line 3 does not come before"}},
      {"SupportIsItself", start + where + "bathroom\t2\n", {"a.txt:2:", "supporting line 2 does not come before"}},
      {"SupportIsQuestion",
       start + where + "bathroom\t1\n3 Where is Mary? \tbathroom\t2\n",
       {"a.txt:3:", "supporting line 2 is a question"}},
      {"SupportOfTheStoryBefore", kGood + "1 Where is Mary?\tbathroom\t1\n", {"a.txt:7:", "does not come before"}},
      {"LongLine", "1 Mary " + std::string(10'001, 'x') + ".\n", {"a.txt:1:", "10009 bytes", "at most 10000"}},
      {"OnlyFullStop", "1 .\n", {"a.txt:1:", "'.' holds no word"}},
      {"OnlyPunctuation", "1 , (!)\n", {"a.txt:1:", "holds no word"}},
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

// These forms were refused as if a single line were wrong; the message has to say what they are and what is read.
TEST(BabiReader, SaysWhatOtherFormsAre) {
  const auto message = [](const std::string& text) {
    return message_of(ErrorKind::data, [&] { parse_stories(text, "a.txt"); });
  };
  const auto expect = [](const std::string& found, const char* place, const char* form) {
    EXPECT_TRUE(found.starts_with(place)) << found;
    for (const char* part : {form, "memnet reads stories: sentences, and questions that end with '?'"})
      EXPECT_THAT(found, HasSubstr(part));
    EXPECT_THAT(found, Not(HasSubstr("\n")));
  };
  const std::string turns =
      "1 good day, is there a table left\tfor how many\n2 for two?\tof course\n3 thanks\tsee you\n";
  expect(message(turns), "a.txt:1: ", "this is a dialogue");
  expect(message("cafe_1 rating 5\n" + turns), "a.txt:2: ", "this is a dialogue");
  expect(message("1 why not?\n" + turns), "a.txt:2: ", "this is a dialogue");
  std::string cloze = "1 Why did Tom ask ? ''\n2 Why not ?\n";
  expect(message(cloze + "3 Then XXXXX laughed .\tTom\t\tTom|Ann\n"), "a.txt:3: ", "this is a cloze test");
  expect(message("1 Tom met Ann .\n2 Then _____ laughed .\tTom\t\tTom|Ann\n"), "a.txt:2: ", "this is a cloze test");
  expect(message("a report\n\n@entity1 met @entity2\n\n@placeholder laughed\n"), "a.txt:5: ", "this is a cloze test");
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
  std::ofstream(scratch / "a.txt") << "1 Mary went.\n1 Mary went?\n";
  const std::string message = message_of(ErrorKind::data, [&] { read_stories(scratch / "a.txt"); });
  EXPECT_TRUE(message.starts_with((scratch / "a.txt").string() + ":2: ")) << message;
}

TEST(BabiFiles, AreNamedAsReleased) {
  EXPECT_EQ(file_name(1, "train"), "qa1_single-supporting-fact_train.txt");
  EXPECT_EQ(file_name(20, "test"), "qa20_agents-motivations_test.txt");
  message_of(ErrorKind::usage, [] { file_name(21, "test"); });
}

// The released en-valid has other names, and so have the files of others; both could not be read.
TEST(BabiFiles, MayHaveOtherNames) {
  struct Case {
    std::vector<const char*> files;
    int task;
    const char *split, *found, *title;
  };
  for (const Case& c :
       {Case{{"qa1_train.txt", "qa1_valid.txt", "qa1_test.txt"}, 1, "train", "qa1_train.txt", "single-supporting-fact"},
        {{"qa1_train.txt", "qa1_valid.txt", "qa1_test.txt"}, 1, "valid", "qa1_valid.txt", "single-supporting-fact"},
        {{"qa1_train.txt", "qa11_train.txt"}, 11, "train", "qa11_train.txt", "basic-coreference"},
        {{"qa21_my kitchens_train.txt", "qa21_my kitchens_test.txt"},
         21,
         "test",
         "qa21_my kitchens_test.txt",
         "my-kitchens"},
        {{"qa30_train_test.txt", "qa30_train_train.txt"}, 30, "test", "qa30_train_test.txt", "train"},
        {{"qa30_train_latest.txt"}, 30, "train", "qa30_train_latest.txt", ""},
        {{"own_qa2_rooms-validation.text"}, 2, "valid", "own_qa2_rooms-validation.text", "rooms"},
        {{"qa2_mytrain"}, 2, "train", "qa2_mytrain", "my"},
        {{"qa2_train.txt", "qa2_train.txt.bak", ".qa2_train.txt"},
         2,
         "train",
         "qa2_train.txt",
         "two-supporting-facts"}}) {
    const Scratch scratch;
    for (const char* file : c.files) std::ofstream(scratch / file) << "";
    EXPECT_EQ(look_for_file(scratch.path(), c.task, c.split), scratch / c.found);
    EXPECT_EQ(title_of(scratch / c.found), c.title);
  }
}

TEST(BabiFiles, TheReleasedNameIsPreferredAndOtherwiseOneFileIsMeant) {
  const Scratch scratch;
  EXPECT_EQ(look_for_file(scratch.path(), 1, "valid"), std::nullopt);
  for (const char* name : {"qa1_a_train.txt", "qa1_b_train.txt"}) std::ofstream(scratch / name) << "";
  EXPECT_THAT(message_of(ErrorKind::data, [&] { find_file(scratch.path(), 1, "train"); }),
              HasSubstr("holds qa1_a_train.txt and qa1_b_train.txt, and both could be the train file of task 1"));
  std::ofstream(scratch / file_name(1, "train")) << "";
  EXPECT_EQ(find_file(scratch.path(), 1, "train"), scratch / "qa1_single-supporting-fact_train.txt");
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
  EXPECT_THAT(some, HasSubstr("or another file with qa2_ and train in its name"));
  EXPECT_THAT(some, HasSubstr("it holds README, b, c, d and 2 more"));
  std::ofstream(scratch / file_name(2, "train")) << "";
  EXPECT_THAT(message_of(ErrorKind::data, [&] { find_file(scratch.path(), 21, "test"); }),
              HasSubstr("lacks qa21_test.txt, or another"));
  EXPECT_EQ(find_file(scratch.path(), 2, "train"), scratch / "qa2_two-supporting-facts_train.txt");
}

}  // namespace
}  // namespace memnet::babi
