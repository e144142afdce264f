// Command lines: how their words are parsed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "memnet/base/error.hpp"
#include "program/commands/command.hpp"
#include "tests/support/scratch.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;

using Pairs = std::vector<std::pair<std::string, std::string>>;

// A command with options of its own. It also takes those of experiments if `takes_experiment_options` is true.
class ExampleCommand final : public Command {
 public:
  explicit ExampleCommand(bool takes_experiment_options = true) : takes_experiment_options_(takes_experiment_options) {}
  std::string help() const override { return "memnet example"; }
  void declare(const Options::Section& options) override {
    options.add("print_config", print_config, "print every option and its value");
    options.add("depth", depth, 1, 9, "how deep the example goes");
  }
  bool takes_experiment_options() const override { return takes_experiment_options_; }
  int run(const Arguments&) override { return 0; }

  bool print_config = false;
  int depth = 1;

 private:
  bool takes_experiment_options_;
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

TEST(Arguments, AValueFollowsItsOptionOrAnEqualsSign) {
  const Pairs expected = {{"task.bits", "3"}};
  EXPECT_EQ(parsed_settings({"--task.bits", "3"}), expected);
  EXPECT_EQ(parsed_settings({"--task.bits=3"}), expected);
}

TEST(Arguments, TheShortOptionTakesItsValueInBothForms) {
  const Pairs expected = {{"out", "a.html"}};
  EXPECT_EQ(parsed_settings({"-o", "a.html"}), expected);
  EXPECT_EQ(parsed_settings({"-o=a.html"}), expected);
}

TEST(Arguments, AValueMayStartWithADashOrBeEmpty) {
  EXPECT_EQ(parsed_settings({"--a=b=c", "--d", "-1", "--e", "", "--f", "cosine | softmax", "--g=--h", "--i", "-x"}),
            (Pairs{{"a", "b=c"}, {"d", "-1"}, {"e", ""}, {"f", "cosine | softmax"}, {"g", "--h"}, {"i", "-x"}}));
}

TEST(Arguments, DashesInNamesBecomeUnderscores) {
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
  ASSERT_EQ(arguments.experiment.size(), 1u) << "the other two options belong to the command itself";
  EXPECT_EQ(arguments.experiment.front().name, "quiet");
  EXPECT_FALSE(arguments.help);
  EXPECT_TRUE(parse({"--help"}).help);
  EXPECT_TRUE(parse({"-h"}).help) << "it was taken for a file";
}

TEST(Arguments, UnknownOptionsAreErrors) {
  ExampleCommand command(false);
  const auto error = [&](const char* word) {
    return message_of(ErrorKind::usage, [&] { parse_arguments("example", {word}, command); });
  };
  EXPECT_EQ(error("--detph=3"),
            "command line: unknown option --detph; did you mean --depth?; 'memnet help example' lists its options");
  EXPECT_THAT(error("--print-confg"), HasSubstr("unknown option --print-confg; did you mean --print-config?"));
  EXPECT_THAT(error("--quiet"), HasSubstr("unknown option --quiet"));
  EXPECT_THAT(error("--depth=12"), HasSubstr("it has to be 1..9 (how deep the example goes)"));
}

TEST(Arguments, NamesAreNotAbbreviations) {
  EXPECT_EQ(parsed_settings({"--task.bit=3", "--task.bits=4"}), (Pairs{{"task.bit", "3"}, {"task.bits", "4"}}));
}

TEST(Arguments, InvalidCommandLinesAreErrors) {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"--task.bits"},
                                             {"--model", "--task.bits=3"},
                                             {"--model", "--quiet"},
                                             {"--quiet=yes"},
                                             {"--task.bits="},
                                             {"--seed=1", "--seed", "2"},
                                             {"--log-format=json", "--log_format=text"},
                                             {""},
                                             {"--", "a", ""},
                                             {"--%option%="},
                                             {"--a=", "--a,", "", "--a"}}) {
    const std::string message = message_of(ErrorKind::usage, [&] { parse(words); });
    EXPECT_TRUE(message.starts_with("command line: ")) << words[0] << ": " << message;
  }
}

// Boost's messages replaced such names in themselves for ever.
TEST(Arguments, NamesWithPercentSignsAreRead) {
  EXPECT_EQ(parsed_settings({"--%canonical_option%", "%value%", "--a%canonical_option%b=1"}).at(0),
            (std::pair<std::string, std::string>{"%canonical_option%", "%value%"}));
}

TEST(Arguments, OnlyOneRequiresExactlyOnePositionalArgument) {
  EXPECT_EQ(parse({"runs/a"}).only_one("a run"), "runs/a");
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{{}, {"a", "b"}})
    EXPECT_THAT(message_of(ErrorKind::usage, [&] { parse(words).only_one("a run"); }), HasSubstr("expected a run"));
  EXPECT_EQ(parse({}).at_most_one("one file"), "");
  EXPECT_EQ(parse({"a.ini"}).at_most_one("one file"), "a.ini");
  EXPECT_THAT(message_of(ErrorKind::usage,
                         [] {
                           parse({"a", "b"}).at_most_one("one file");
                         }),
              HasSubstr("expected one file, but got 2 arguments"));
}

TEST(Arguments, CommandLineIsKeptAsItWasTyped) {
  const std::vector<std::string> line = parse({"file.ini", "--print-config", "--depth", "2", "--quiet"}).command_line;
  EXPECT_EQ(line,
            (std::vector<std::string>{"memnet", "example", "file.ini", "--print-config", "--depth", "2", "--quiet"}));
  EXPECT_EQ(parse({line.begin() + 2, line.end()}).command_line, line);
}

TEST(Arguments, AnOptionIsGivenEvenWithAnEmptyValue) {
  EXPECT_TRUE(parse({"--seeds", ""}).is_given("seeds"));
  EXPECT_TRUE(parse({"-o", "a"}).is_given("out"));
  EXPECT_FALSE(parse({"--seed", "1"}).is_given("seeds"));
}

TEST(Arguments, AllWordsBehindTwoDashesArePositional) {
  EXPECT_EQ(parse({"a", "--", "--depth", "--"}).positional, (std::vector<std::string>{"a", "--depth", "--"}));
}

}  // namespace
}  // namespace memnet
