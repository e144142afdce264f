// Options: values that are accepted and refused, error messages, and INI texts.
#include "memnet/base/options.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "memnet/base/error.hpp"
#include "memnet/base/ini.hpp"
#include "memnet/data/task.hpp"

namespace memnet {
namespace {

// A component with an option of every kind.
struct Everything {
  int whole = 3;
  std::uint64_t large = 5;
  double real = 0.1;
  bool flag = false;
  std::string text = "cosine | softmax";
  std::string choice = "one";
  int threads = 1;

  void declare(Options& options) {
    const Options::Section section = options.section("part");
    section.add("whole", whole, -4, 10, "a whole number");
    section.add("large", large, 0, ~std::uint64_t{0}, "a large number");
    section.add("real", real, -1e30, 1e30, "a real number");
    section.add("flag", flag, "yes or no");
    (section / "inner").add("text", text, "any text");
    (section / "inner").add("choice", choice, {"one", "two"}, "one of two");
    options.top().without_effect_on_results().add("threads", threads, 1, 64, "cannot change a result");
  }
};

Everything read(std::vector<Setting> settings) {
  Everything everything;
  Options options(std::move(settings));
  everything.declare(options);
  options.finish();
  return everything;
}

template <class Work>
void expect_error(Work work, std::initializer_list<const char*> parts) {
  try {
    work();
    ADD_FAILURE() << "nothing was wrong";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    const std::string message = error.what();
    for (const char* part : parts) EXPECT_THAT(message, testing::HasSubstr(part));
  }
}

// An evaluation of a trained model may change an option only if it says so.
TEST(Options, CannotChangeAtEvaluationUnlessTheySaySo) {
  int usual = 1, free = 1, replaced = 1, threads = 1, inner = 1;
  Options options;
  const Options::Section section = options.section("part");
  section.add("usual", usual, 0, 9, "");
  section.changeable_at_evaluation().add("free", free, 0, 9, "");
  section.changeable_at_evaluation().replaced_at_evaluation_by("part.free").add("replaced", replaced, 0, 9, "");
  (section.changeable_at_evaluation() / "inner").add("inner", inner, 0, 9, "");
  section.without_effect_on_results().add("threads", threads, 0, 9, "");
  const auto can_change = [&](const char* name) { return options.find(name)->can_change; };
  EXPECT_FALSE(can_change("part.usual"));
  EXPECT_TRUE(can_change("part.free"));
  EXPECT_FALSE(can_change("part.replaced"));
  EXPECT_EQ(options.find("part.replaced")->instead, "part.free");
  EXPECT_TRUE(can_change("part.inner.inner"));
  EXPECT_TRUE(can_change("part.threads"));
}

TEST(Options, KeepTheirDefaults) {
  const Everything everything = read({});
  EXPECT_EQ(everything.whole, 3);
  EXPECT_EQ(everything.text, "cosine | softmax");
}

TEST(Options, TakeTheSettingThatFits) {
  const Everything everything = read({{"part.whole", "-4", "test"},
                                      {"part.large", "18446744073709551615", "test"},
                                      {"part.real", "-1e-6", "test"},
                                      {"part.flag", "yes", "test"},
                                      {"part.inner.text", "", "test"},
                                      {"part.inner.choice", "two", "test"},
                                      {"threads", "8", "test"}});
  EXPECT_EQ(everything.whole, -4);
  EXPECT_EQ(everything.large, 18446744073709551615u);
  EXPECT_EQ(everything.real, -1e-6);
  EXPECT_TRUE(everything.flag);
  EXPECT_EQ(everything.text, "");
  EXPECT_EQ(everything.choice, "two");
  EXPECT_EQ(everything.threads, 8);
}

TEST(Options, TheFirstSettingWins) {
  EXPECT_EQ(read({{"part.whole", "7", "command line"}, {"part.whole", "8", "copy.ini:3"}}).whole, 7);
}

TEST(Options, FlagsHaveManyWords) {
  for (const char* word : {"yes", "true", "on", "1"}) EXPECT_TRUE(read({{"part.flag", word, "test"}}).flag) << word;
  for (const char* word : {"no", "false", "off", "0"}) EXPECT_FALSE(read({{"part.flag", word, "test"}}).flag) << word;
}

TEST(Options, WhatIsNoValueInRangeIsRefusedWithTheRange) {
  for (const char* value : {"11", "-5", "", "x", "3x", "3.5", "99999999999999999999"})
    expect_error(
        [&] {
          read({{"part.whole", value, "copy.ini:7"}});
        },
        {"copy.ini:7", "part.whole", value, "-4..10", "a whole number"});
  for (const char* value : {"nan", "inf", "1e31", "1,5", ""})
    expect_error([&] { read({{"part.real", value, "command line"}}); }, {"command line", "part.real"});
  expect_error([] { read({{"part.large", "-1", "test"}}); }, {"part.large"});
  expect_error([] { read({{"part.flag", "maybe", "test"}}); }, {"part.flag", "yes or no"});
  expect_error([] { read({{"part.inner.choice", "three", "test"}}); }, {"part.inner.choice", "one of one, two"});
}

// The run file contains the options as INI text, so a text that does not survive writing and reading is no valid value.
TEST(Options, TextSurvivesAnIniText) {
  expect_error(
      [] {
        read({{"part.inner.text", "two\nlines", "command line"}});
      },
      {"command line", "part.inner.text", "text on one line"});
  for (const char* value : {"", "a  b", "a = b", "[a]", "; a", "a;b", "\"quoted\"", "größer", "runs#1", "#", "a # b",
                            " before", "behind\t", "end\r", " "}) {
    Options options({{"part.inner.text", value, "command line"}});
    Everything everything, same;
    everything.declare(options);
    Options again(parse_ini(options.to_ini(), "test.ini"));
    same.declare(again);
    EXPECT_EQ(same.text, value);
  }
}

// Two spellings were two runs.
TEST(Options, NumbersAndTextsHaveOneSpelling) {
  const auto texts = [](const char* real, const char* list) {
    double number = 1;
    std::string text = "a,b";
    Options options({{"real", real, "test"}, {"list", list, "test"}});
    options.top().add("real", number, -10, 10, "a number");
    options.top().add(
        "list", text, [](const std::string& given) { return given.substr(0, 3); }, "a list");
    return options.find("real")->text() + " " + options.find("list")->text();
  };
  EXPECT_EQ(texts("1e-3", "a,b"), "0.001 a,b");
  EXPECT_EQ(texts("0.0010", "a,b  "), "0.001 a,b");
  EXPECT_EQ(texts("-0", "a,b"), "0 a,b");
  EXPECT_EQ(canonical_number("1.50e1"), "15");
  EXPECT_EQ(canonical_number("-0"), "0");
  EXPECT_EQ(canonical_number("fast"), "fast");
}

TEST(Options, ARelativePathBeginsInTheFolderOfItsSetting) {
  const auto path = [](const char* value, const char* folder) {
    std::filesystem::path data = "default";
    Options options({{"data", value, "test", false, folder}});
    options.top().add("data", data, "a folder");
    return options.find("data")->text();
  };
  EXPECT_EQ(path("plain", ""), "plain");
  EXPECT_EQ(path("plain", "a/b"), "a/b/plain");
  EXPECT_EQ(path("../plain", "a/b"), "a/plain");
  EXPECT_EQ(path("/plain", "a/b"), "/plain");
  EXPECT_EQ(path("", "a/b"), "");
}

TEST(Options, AnUnknownOneIsAnsweredWithTheNearest) {
  expect_error(
      [] {
        read({{"part.whloe", "1", "command line"}});
      },
      {"command line", "unknown option part.whloe", "did you mean part.whole?"});
  try {
    read({{"entirely_different", "1", "command line"}});
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::Not(testing::HasSubstr("did you mean")));
  }
}

// `--max_length` got no answer.
TEST(Options, AnUnknownOneMayLackItsSection) {
  for (const char* name : {"real", "other.real", "rael", "part.raels"})
    expect_error([&] { read({{name, "1", "command line"}}); }, {"did you mean part.real?"});
}

TEST(Options, AnOldNameIsAnsweredWithTheNewOne) {
  expect_error(
      [] {
        read({{"model.noise", "0.1", "copy.ini:3"}});
      },
      {"copy.ini:3", "unknown option model.noise", "it is now called model.random_noise"});
}

TEST(Options, OneNameIsDeclaredOnce) {
  Options options;
  Everything everything, again;
  everything.declare(options);
  expect_error([&] { again.declare(options); }, {"part.whole", "declared twice"});
}

TEST(Options, RecordTheOriginOfTheirValue) {
  Options options({{"part.whole", "7", "copy.ini:3"}});
  Everything everything;
  everything.declare(options);
  EXPECT_EQ(options.find("part.whole")->origin, "copy.ini:3");
  EXPECT_EQ(options.find("part.whole")->default_value, "3");
  EXPECT_EQ(options.find("part.whole")->text(), "7");
  EXPECT_EQ(options.find("part.real")->origin, "default");
  EXPECT_EQ(options.find("nothing"), nullptr);
}

TEST(Options, IniTextReadsBackToTheSameValues) {
  const std::vector<Setting> settings{{"part.whole", "-2", "test"},
                                      {"part.large", "18446744073709551615", "test"},
                                      {"part.real", "1e-300", "test"},
                                      {"part.flag", "on", "test"},
                                      {"part.inner.text", "a = b : c", "test"},
                                      {"part.inner.choice", "two", "test"},
                                      {"threads", "8", "test"}};
  for (const bool with_origins : {false, true}) {
    Options options(settings);
    Everything everything;
    everything.declare(options);
    const std::string ini = options.to_ini(with_origins);
    Options again(parse_ini(ini, "test.ini"));
    Everything same;
    same.declare(again);
    EXPECT_NO_THROW(again.finish());
    EXPECT_EQ(again.to_ini(), options.to_ini());
    EXPECT_EQ(same.real, everything.real);
    EXPECT_EQ(same.text, everything.text);
  }
}

TEST(Options, OnlyChangedOptionsThatShapeAResultAreListed) {
  const auto changed = [](std::vector<Setting> settings) {
    Options options(std::move(settings));
    Everything everything;
    everything.declare(options);
    return options.changed();
  };
  EXPECT_EQ(changed({}), "");
  EXPECT_EQ(changed({{"threads", "8", "test"}}), "");
  EXPECT_EQ(changed({{"part.whole", "3", "the default"}}), "");
  EXPECT_EQ(changed({{"part.real", "2e-1", "test"}, {"part.inner.text", "cosine", "test"}}),
            "part.inner.text = cosine\npart.real = 0.2\n");
  EXPECT_EQ(changed({{"part.real", "0.10000000000000002", "test"}}), "part.real = 0.10000000000000002\n");
}

// The runs of an older program are found by one that has more options.
TEST(Options, AnOptionThatIsAddedAtItsDefaultChangesNothing) {
  const auto changed = [](bool newer) {
    Options options({{"b", "5", "test"}});
    int added = 7, old = 4;
    if (newer) options.top().add("a", added, 0, 9, "added later");
    options.top().add("b", old, 0, 9, "as before");
    return options.changed();
  };
  EXPECT_EQ(changed(true), changed(false));
}

TEST(Nearest, AllowsForSlips) {
  const std::vector<std::string> known{"softmax", "sharpen", "shift"};
  EXPECT_EQ(nearest("sofmax", known), "softmax");
  EXPECT_EQ(nearest("shfit", known), "shift");
  EXPECT_EQ(nearest("sharpens", known), "sharpen");
  EXPECT_EQ(nearest("cosine", known), "");
  EXPECT_EQ(nearest(std::string(10000000, 's'), known), "");
}

TEST(Table, AnUnknownEntryIsAnsweredWithTheNearest) {
  expect_error([] { make_task("cpoy"); }, {"there is no task 'cpoy'", "did you mean 'copy'?", "memnet list"});
}

}  // namespace
}  // namespace memnet
