// The words of a command line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "memnet/base/error.hpp"
#include "program/commands/command.hpp"
#include "tests/support/scratch.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;

using Pairs = std::vector<std::pair<std::string, std::string>>;

// A command with options of its own, which takes those of experiments where it is `open`.
class ExampleCommand final : public Command {
 public:
  explicit ExampleCommand(bool open = true) : open_(open) {}
  std::string help() const override { return "memnet example"; }
  void declare(const Options::Section& options) override {
    options.add("print_config", print_config, "print every option and its value");
    options.add("depth", depth, 1, 9, "how deep the example goes");
  }
  bool takes_experiment_options() const override { return open_; }
  int run(const Arguments&) override { return 0; }

  bool print_config = false;
  int depth = 1;

 private:
  bool open_;
};

Arguments parse(const std::vector<std::string>& words) {
  ExampleCommand command;
  return parse_arguments("example", words, command);
}

Pairs parsed_settings(const std::vector<std::string>& words) {
  Pairs pairs;
  for (const Setting& setting : parse(words).settings) {
    EXPECT_EQ(setting.origin, "command line");
    pairs.emplace_back(setting.name, setting.value);
  }
  return pairs;
}

TEST(Arguments, AnOptionHasItsValueBehindItOrBehindAnEqualsSign) {
  const Pairs expected = {{"task.bits", "3"}};
  EXPECT_EQ(parsed_settings({"--task.bits", "3"}), expected);
  EXPECT_EQ(parsed_settings({"--task.bits=3"}), expected);
}

TEST(Arguments, AValueMayBeNearlyAnything) {
  EXPECT_EQ(parsed_settings({"--a=b=c", "--d", "-1", "--e", "", "--f", "cosine | softmax", "--g=--h", "--i", "-x"}),
            (Pairs{{"a", "b=c"}, {"d", "-1"}, {"e", ""}, {"f", "cosine | softmax"}, {"g", "--h"}, {"i", "-x"}}));
}

TEST(Arguments, DashesInANameStandForUnderscores) {
  EXPECT_EQ(parsed_settings({"--log-format", "json", "--task.max-length=a-b"}),
            (Pairs{{"log_format", "json"}, {"task.max_length", "a-b"}}));
}

TEST(Arguments, FlagsTakeNoValue) {
  ExampleCommand command;
  const Arguments arguments =
      parse_arguments("example", {"--quiet", "first", "--print-config", "second", "--depth=3"}, command);
  EXPECT_EQ(arguments.positional, (std::vector<std::string>{"first", "second"}));
  EXPECT_TRUE(command.print_config);
  EXPECT_EQ(command.depth, 3);
  ASSERT_EQ(arguments.experiment.size(), 1u) << "the other two are of the command itself";
  EXPECT_EQ(arguments.experiment.front().name, "quiet");
  EXPECT_FALSE(arguments.help);
  EXPECT_TRUE(parse({"--help"}).help);
}

TEST(Arguments, AnOptionThatACommandLacksIsNamed) {
  ExampleCommand command(false);
  const auto refusal = [&](const char* word) {
    return message_of(ErrorKind::usage, [&] { parse_arguments("example", {word}, command); });
  };
  EXPECT_EQ(refusal("--detph=3"),
            "command line: unknown option detph; did you mean depth?; 'memnet help example' lists its options");
  EXPECT_THAT(refusal("--quiet"), HasSubstr("unknown option quiet"));
  EXPECT_THAT(refusal("--depth=12"), HasSubstr("it has to be 1..9 (how deep the example goes)"));
}

TEST(Arguments, NamesAreNotGuessed) {
  EXPECT_EQ(parsed_settings({"--task.bit=3", "--task.bits=4"}), (Pairs{{"task.bit", "3"}, {"task.bits", "4"}}));
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
    const std::string message = message_of(ErrorKind::usage, [&] { parse(words); });
    EXPECT_TRUE(message.starts_with("command line: ")) << words[0] << ": " << message;
  }
}

TEST(Arguments, ACommandThatTakesOneSaysSo) {
  EXPECT_EQ(parse({"runs/a"}).only_one("a run"), "runs/a");
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{{}, {"a", "b"}})
    EXPECT_THAT(message_of(ErrorKind::usage, [&] { parse(words).only_one("a run"); }), HasSubstr("expected a run"));
}

TEST(Arguments, ACommandLineCanBeTypedAgain) {
  EXPECT_EQ(parse({"file.ini", "--depth", "2", "--quiet"}).command_line(),
            (std::vector<std::string>{"memnet", "example", "file.ini", "--depth=2", "--quiet=yes"}));
}

}  // namespace
}  // namespace memnet
