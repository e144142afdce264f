// The words of a command line.
#include <gtest/gtest.h>

#include "memnet/base/error.hpp"
#include "program/commands/command.hpp"
#include "tests/support/scratch.hpp"

namespace memnet {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs settings_of(const std::vector<std::string>& words) {
  Pairs pairs;
  for (const Setting& setting : parse_arguments(words).settings) {
    EXPECT_EQ(setting.origin, "command line");
    pairs.emplace_back(setting.name, setting.value);
  }
  return pairs;
}

TEST(Arguments, AnOptionHasItsValueBehindItOrBehindAnEqualsSign) {
  const Pairs expected = {{"task.bits", "3"}};
  EXPECT_EQ(settings_of({"--task.bits", "3"}), expected);
  EXPECT_EQ(settings_of({"--task.bits=3"}), expected);
}

TEST(Arguments, AValueMayBeNearlyAnything) {
  EXPECT_EQ(settings_of({"--a=b=c", "--d", "-1", "--e", "", "--f", "cosine | softmax", "--g=--h", "--i", "-x"}),
            (Pairs{{"a", "b=c"}, {"d", "-1"}, {"e", ""}, {"f", "cosine | softmax"}, {"g", "--h"}, {"i", "-x"}}));
}

TEST(Arguments, DashesInANameStandForUnderscores) {
  EXPECT_EQ(settings_of({"--log-format", "json", "--task.max-length=a-b"}),
            (Pairs{{"log_format", "json"}, {"task.max_length", "a-b"}}));
}

TEST(Arguments, FlagsTakeNoValue) {
  const Arguments arguments = parse_arguments({"--quiet", "first", "--print-config", "second"});
  EXPECT_EQ(arguments.positional, (std::vector<std::string>{"first", "second"}));
  EXPECT_TRUE(arguments.has("quiet"));
  EXPECT_TRUE(arguments.has("print_config"));
  EXPECT_FALSE(arguments.has("help"));
}

TEST(Arguments, NamesAreNotGuessed) {
  EXPECT_EQ(settings_of({"--task.bit=3", "--task.bits=4"}), (Pairs{{"task.bit", "3"}, {"task.bits", "4"}}));
}

TEST(Arguments, WhatCannotBeReadIsRefused) {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"--task.bits"},
                                             {"--model", "--task.bits=3"},
                                             {"--model", "--quiet"},
                                             {"--quiet=yes"},
                                             {"--task.bits="},
                                             {"--seed=1", "--seed", "2"},
                                             {"--log-format=json", "--log_format=text"}}) {
    const std::string message = message_of(ErrorKind::usage, [&] { parse_arguments(words); });
    EXPECT_TRUE(message.starts_with("command line: ")) << words[0] << ": " << message;
  }
}

TEST(Arguments, ACommandThatWantsOneSaysSo) {
  EXPECT_EQ(only_argument(parse_arguments({"runs/a"}), "show", "a run"), "runs/a");
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{{}, {"a", "b"}}) {
    const std::string message =
        message_of(ErrorKind::usage, [&] { only_argument(parse_arguments(words), "show", "a run"); });
    EXPECT_NE(message.find("expected a run"), std::string::npos) << message;
  }
}

}  // namespace
}  // namespace memnet
