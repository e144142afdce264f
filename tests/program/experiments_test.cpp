// Laws for every INI file in experiments/.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "program/experiment/experiment.hpp"
#include "program/experiment/experiment_file.hpp"
#include "tests/support/program/process.hpp"

namespace memnet {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> all_experiments() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(MEMNET_EXPERIMENTS))
    if (entry.path().extension() == ".ini") files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

bool is_comparison(const fs::path& file) {
  const std::vector<Setting> settings = with_file({}, file);
  return std::ranges::any_of(settings, [](const Setting& s) { return s.name.starts_with("compare."); });
}

std::vector<fs::path> all_single_runs() {
  std::vector<fs::path> files = all_experiments();
  std::erase_if(files, is_comparison);
  return files;
}

std::string name_of(const testing::TestParamInfo<fs::path>& info) {
  std::string name = info.param.lexically_relative(MEMNET_EXPERIMENTS).replace_extension().string();
  std::ranges::replace_if(
      name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
}

class Experiments : public testing::TestWithParam<fs::path> {};
INSTANTIATE_TEST_SUITE_P(Files, Experiments, testing::ValuesIn(all_experiments()), name_of);
class SingleRuns : public testing::TestWithParam<fs::path> {};
INSTANTIATE_TEST_SUITE_P(Files, SingleRuns, testing::ValuesIn(all_single_runs()), name_of);

// The first line is the name of the run; the rest is an INI that makes the same run again.
TEST_P(SingleRuns, PrintAConfigThatReadsBack) {
  const Scratch scratch;
  const Outcome printed = memnet(scratch.path(), {"run", GetParam().string(), "--print-config"});
  ASSERT_EQ(printed.code, 0) << printed.err;
  EXPECT_EQ(printed.err, "");
  std::ofstream(scratch / "again.ini") << printed.out;
  const Outcome again = memnet(scratch.path(), {"run", "again.ini", "--print-config"});
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(again.out.substr(0, again.out.find('\n')), printed.out.substr(0, printed.out.find('\n')));
  EXPECT_EQ(files_below(scratch.path()), Words{"again.ini"});
}

TEST_P(Experiments, StartWithAComment) {
  std::string line;
  std::getline(std::ifstream(GetParam()) >> std::ws, line);
  EXPECT_TRUE(line.starts_with("# ")) << line;
}

// Returns the words of the first command that `memnet compare --commands` prints, without the program.
Words first_command(const std::string& printed) {
  std::string line = printed.substr(0, printed.find('\n'));
  std::erase(line, '\'');
  Words words{"run"};
  for (std::size_t at = line.find(" --"); at != std::string::npos;) {
    const std::size_t next = line.find(" --", at + 1);
    words.push_back(line.substr(at + 1, next == std::string::npos ? next : next - at - 1));
    at = next;
  }
  return words;
}

// Of a comparison, every kind of run takes the few steps by which its time is estimated, and one is made.
TEST_P(Experiments, CanTrainAStepAndBeEvaluated) {
  const Scratch scratch;
  const Words few{"--train.sequences=1", "--train.batch=2", "--evaluate.final_sequences=2", "--evaluate.sequences=1",
                  "--evaluate.lengths=1x,2x"};
  Words words = Words{"run", GetParam().string()} + few;
  if (is_comparison(GetParam())) {
    const Words plan = Words{"compare", GetParam().string(), "--seeds=1"} + few;
    const Outcome estimated = memnet(scratch.path(), plan + Words{"--dry-run"});
    EXPECT_EQ(estimated.code, 0) << estimated.err;
    const Outcome commands = memnet(scratch.path(), plan + Words{"--commands"});
    ASSERT_EQ(commands.code, 0) << commands.err;
    words = first_command(commands.out);
  }
  const Outcome outcome = memnet(scratch.path(), words);
  EXPECT_EQ(outcome.code, 0) << outcome.err;
}

TEST(Seeds, AreRangesAndLists) {
  EXPECT_EQ(parse_seeds("4"), (std::vector<std::uint64_t>{4}));
  EXPECT_EQ(parse_seeds("18446744073709551614 .. 18446744073709551615"),
            (std::vector<std::uint64_t>{18446744073709551614u, 18446744073709551615u}))
      << "the range has no number behind its end";
  EXPECT_EQ(parse_seeds("1..3, 7"), (std::vector<std::uint64_t>{1, 2, 3, 7}));
  for (const char* bad : {"", ",", "a", "3..1", "1..", "..3", "-1", "1...3", "0..1000000000", "1..60000,1..60000"})
    message_of(ErrorKind::usage, [&] { parse_seeds(bad); });
}

TEST(Lengths, AreNumbersAndMultiples) {
  EXPECT_EQ(parse_lengths("1x, 2x,7", 20, "lengths"), (std::vector<int>{20, 40, 7}));
  EXPECT_EQ(parse_lengths("1.5x,0.25x", 5, "lengths"), (std::vector<int>{8, 1}));
  for (const char* bad : {"", ",", "x", "0", "-3", "1.5", "0.01x", "nanx", "infx", "1e400x", "2000000", "100000x",
                          "99999999999", "1x,,2x"})
    message_of(ErrorKind::usage, [&] { parse_lengths(bad, 20, "lengths"); });
}

}  // namespace
}  // namespace memnet
