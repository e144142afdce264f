// INI texts: what is a section, a comment and a value, and that every value survives writing and reading.
#include "memnet/base/ini.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "memnet/base/quotes.hpp"
#include "tests/support/scratch.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;

std::string value_in(const std::string& line) {
  const std::vector<Setting> settings = parse_ini(line, "a.ini");
  EXPECT_EQ(settings.size(), 1u) << line;
  return settings.empty() ? "" : settings.front().value;
}

void expect_error(const std::string& text, std::initializer_list<const char*> parts) {
  const std::string message = message_of(ErrorKind::usage, [&] { parse_ini(text, "copy.ini"); });
  for (const char* part : parts) EXPECT_THAT(message, HasSubstr(part));
}

TEST(Ini, SectionsBecomePrefixesAndLinesAreCounted) {
  const std::vector<Setting> settings = parse_ini(
      "seed = 7\r\n"
      "# a comment\n"
      "\n"
      "  [task]  # another\n"
      "bits = 6   # six of them\n"
      "[ model.controller ]\n"
      "size=100",
      "copy.ini");
  ASSERT_EQ(settings.size(), 3u);
  EXPECT_EQ(settings[0].name, "seed");
  EXPECT_EQ(settings[0].value, "7");
  EXPECT_EQ(settings[0].origin, "copy.ini:1");
  EXPECT_EQ(settings[1].name, "task.bits");
  EXPECT_EQ(settings[1].value, "6");
  EXPECT_EQ(settings[1].origin, "copy.ini:5");
  EXPECT_EQ(settings[2].name, "model.controller.size");
  EXPECT_EQ(settings[2].value, "100");
  EXPECT_EQ(settings[2].origin, "copy.ini:7");
}

TEST(Ini, WhatCannotBeReadIsNamedWithItsLine) {
  expect_error("\n[task\n", {"copy.ini:2", "no ']'"});
  expect_error("[task]\nbits\n", {"copy.ini:2", "'bits'", "name = value"});
  expect_error("[task]\n = 3\n", {"copy.ini:2", "name = value"});
  expect_error("a = 1\n\na = 2\n", {"copy.ini:3", "a is set a second time"});
  expect_error("a = \"b\n", {"copy.ini:1", "does not close"});
  expect_error(std::string("\xff\xfe"
                           "a\0=\0",
                           6),
               {"copy.ini:1", "byte 0", "UTF-8"});
  // It was dropped.
  expect_error("[task] bits = 3\n", {"copy.ini:1", "more behind the ']'"});
}

// `data = plain#2` trained on the folder `plain`.
TEST(Ini, AHashIsACommentOnlyAtTheBeginningOrBehindABlank) {
  EXPECT_EQ(value_in("data = plain#2   # a folder"), "plain#2");
  EXPECT_EQ(value_in("data = a#b#\t#c"), "a#b#");
  EXPECT_EQ(value_in("data =#2"), "#2");
  EXPECT_EQ(value_in("data = # nothing"), "");
  EXPECT_EQ(value_in("data = \"a # b\"  # c"), "a # b");
  EXPECT_EQ(value_in("data = he said \"a # b\""), "he said \"a # b\"");
  EXPECT_TRUE(parse_ini("#a = 1\n  # b = 2\n", "a.ini").empty());
}

TEST(Ini, ASemicolonIsACommentAtTheBeginningAndIsNeverGuessedAt) {
  EXPECT_EQ(parse_ini("; what it is for\n ;a = 1\nb = 2\n", "a.ini").size(), 1u);
  EXPECT_EQ(value_in("grid = a=1,2; b=3;c=4"), "a=1,2; b=3;c=4");
  EXPECT_EQ(value_in("grid = 'a=1 ; b=3'"), "a=1 ; b=3");
  expect_error("task = copy ; the task\n", {"copy.ini:1", "starts with '#'"});
}

TEST(Ini, QuotesAroundAValueAreNotPartOfIt) {
  EXPECT_EQ(value_in("out = \"runs\""), "runs");
  EXPECT_EQ(value_in("out = 'runs'"), "runs");
  EXPECT_EQ(value_in("out = \" a \""), " a ");
  EXPECT_EQ(value_in("out = \"\""), "");
  EXPECT_EQ(value_in("out = \"say \"\"so\"\"\""), "say \"so\"");
  EXPECT_EQ(value_in("source = Graves' paper, 5\" wide"), "Graves' paper, 5\" wide");
  EXPECT_EQ(value_in("task = \"copy\", \"reverse\""), "\"copy\", \"reverse\"") << "a list, which has quotes of its own";
}

// The mark, which is invisible, became part of the first name.
TEST(Ini, AByteOrderMarkIsIgnored) { EXPECT_EQ(parse_ini("\xef\xbb\xbftask = copy\n", "a.ini").at(0).name, "task"); }

// Boost's messages replaced such names in themselves for ever.
TEST(Ini, NamesWithPercentSignsAreRead) {
  EXPECT_EQ(parse_ini("[%section%]\n%canonical_option% = %value%\n", "a.ini").at(0).name,
            "%section%.%canonical_option%");
}

TEST(Ini, ManyLinesAreReadInTimeThatGrowsWithTheirNumber) {
  std::string text;
  for (int i = 0; i < 100000; ++i) text += fmt::format("name{} = {}\n", i, i);
  EXPECT_EQ(parse_ini(text, "a.ini").size(), 100000u);
}

// All texts of up to four of these letters.
TEST(Ini, EveryValueIsReadBackAsItWasWritten) {
  const std::string letters = "a \"'#;=,[\t";
  std::vector<std::string> values = {""};
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string value = values[i];
    ASSERT_EQ(value_in("x = " + ini_value(value)), value);
    ASSERT_EQ(value_in("x = " + ini_value(value) + "  # origin"), value);
    if (value.size() < 4)
      for (const char letter : letters) values.push_back(value + letter);
  }
}

TEST(Ini, OnlyValuesThatNeedQuotesGetThem) {
  for (const char* value : {"", "runs", "a#b", "cosine | softmax", "1x,2x", "Graves' paper", "a = b", "[a]", "a; b"})
    EXPECT_EQ(ini_value(value), value);
  for (const char* value : {"#", "a # b", " a", "a ", "\"a\"", "a ; b"}) EXPECT_EQ(ini_value(value), quoted(value));
}

}  // namespace
}  // namespace memnet
