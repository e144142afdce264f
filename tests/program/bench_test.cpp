// memnet bench: what it prints, and what it refuses. No test depends on how long something takes.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "memnet/base/text.hpp"
#include "program/bench/speed.hpp"
#include "tests/support/program/process.hpp"

namespace memnet {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

class Bench : public testing::Test {
 protected:
  // Runs `memnet bench` on a tiny experiment, and requires that it succeeds.
  std::string bench_of(const Words& more) {
    const Outcome outcome = memnet(scratch.path(), tiny_bench(more));
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return outcome.out;
  }
  std::string refusal_of(const Words& more, int code = 2) {
    const Outcome outcome = memnet(scratch.path(), tiny_bench(more));
    EXPECT_EQ(outcome.code, code) << outcome.out;
    return outcome.err;
  }
  // Writes an executable script.
  std::string script(const char* name, const std::string& text) {
    std::ofstream(scratch / name) << "#!/bin/sh\n" << text;
    fs::permissions(scratch / name, fs::perms::owner_all);
    return scratch / name;
  }

  const Scratch scratch;

 private:
  static Words tiny_bench(const Words& more) {
    Words words = tiny_run() + Words{"--seconds=0.01"} + more;
    words[0] = "bench";
    return words;
  }
};

Words words_in(const std::string& line) {
  Words words = split_text(line, ' ');
  std::erase(words, "");
  return words;
}

// A table of a profile: the words of each line by name and pass, and those of the whole step.
struct ProfileTable {
  std::map<std::pair<std::string, std::string>, Words> lines;
  Words whole;
  std::vector<double> times;  // in the order of the lines
};
std::vector<ProfileTable> profiles_in(const std::string& printed) {
  constexpr std::size_t kColumns = 7;  // from `calls` on
  std::vector<ProfileTable> tables;
  bool in_table = false;
  for (const std::string& line : lines_of(printed)) {
    Words words = words_in(line);
    if (words.size() > 2 && words[0] == "primitive") {
      tables.emplace_back();
      in_table = true;
    } else if (in_table && words.size() > kColumns) {
      const Words numbers(words.end() - kColumns, words.end());
      words.resize(words.size() - kColumns);
      const bool has_pass = words.back() == "forward" || words.back() == "backward";
      const std::string pass = has_pass ? words.back() : "";
      if (has_pass) words.pop_back();
      const std::string name = fmt::format("{}", fmt::join(words, " "));
      if (name == "whole step") {
        tables.back().whole = numbers;
        in_table = false;
      } else {
        EXPECT_TRUE(tables.back().lines.emplace(std::pair(name, pass), numbers).second) << name << " stands twice";
        tables.back().times.push_back(std::stod(numbers[1]));
      }
    }
  }
  return tables;
}

// A cell: 0 for a dash.
double number_in(const std::string& cell) { return cell == "-" ? 0 : std::stod(cell); }

TEST_F(Bench, ProfileAddsUpToTheWholeStep) {
  const std::string printed = bench_of({"--profile", "--batches=2,8"});
  EXPECT_THAT(printed, HasSubstr("batch 2: "));
  EXPECT_THAT(printed, HasSubstr("batch 8: "));
  const std::vector<ProfileTable> tables = profiles_in(printed);
  ASSERT_EQ(tables.size(), 2u) << printed;
  for (const ProfileTable& table : tables) {
    // Columns: calls, ms/step, share, MFLOP, MB, GFLOP/s, GB/s.
    ASSERT_EQ(table.whole.size(), 7u);
    std::vector<double> sums(5);
    for (const auto& [name, numbers] : table.lines)
      for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += number_in(numbers[i]);
    const double lines = static_cast<double>(table.lines.size());
    EXPECT_EQ(sums[0], number_in(table.whole[0])) << "calls";
    EXPECT_NEAR(sums[2], 100, 0.005 * lines + 1e-9) << "shares, each rounded to a hundredth";
    for (const std::size_t column : {1, 3, 4})
      EXPECT_NEAR(sums[column], number_in(table.whole[column]), 5e-5 * (lines + 1) + 1e-9) << column;
    EXPECT_TRUE(std::ranges::is_sorted(table.times, std::greater()));
    for (const char* name : {"affine", "lstm_cell", "cosine_similarity", "softmax", "read", "erase_and_add"})
      for (const char* pass : {"forward", "backward"}) EXPECT_TRUE(table.lines.contains({name, pass})) << name;
    EXPECT_TRUE(table.lines.contains({"weight gradients", "backward"}));
    for (const char* name : {"episodes and batches", "optimizer update", "the rest"})
      EXPECT_TRUE(table.lines.contains({name, ""})) << name;
  }
  // Eight examples in shards of four are computed in two parts.
  const std::pair affine{"affine", "forward"};
  EXPECT_EQ(number_in(tables[1].lines.at(affine)[0]), 2 * number_in(tables[0].lines.at(affine)[0]));
  EXPECT_NEAR(number_in(tables[1].lines.at(affine)[3]), 4 * number_in(tables[0].lines.at(affine)[3]), 5e-4);
  EXPECT_EQ(files_below(scratch.path()), Words{});
}

// Without sizes for a memory: an LSTM has none.
TEST_F(Bench, ScalingLeavesOutWhatTheModelDoesNotHave) {
  const Outcome outcome = memnet(scratch.path(), {"bench", "--scaling", "--model=lstm", "--task.bits=1",
                                                  "--model.controller.size=2", "--seconds=0.01", "-o", "lstm.svg"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("slots is left out: the experiment has no model.slots"));
  std::map<std::string, Words> values;
  std::string quantity;
  for (const std::string& line : lines_of(outcome.out)) {
    const Words words = words_in(line);
    if (words.size() < 6) continue;
    if (words[1] == "ms/sequence")
      quantity = words[0];
    else if (parse_number<int>(words[0])) {
      values[quantity].push_back(words[0]);
      EXPECT_GT(std::stod(words[1]), 0) << line;
      EXPECT_GT(std::stod(words[4]), 0) << line;
    }
  }
  EXPECT_THAT(values["length"], ElementsAre("20", "50", "100", "200", "500", "1000"));
  EXPECT_THAT(values["batch"], ElementsAre("1", "4", "16", "64", "256"));
  EXPECT_FALSE(values.contains("slots"));
  const std::string svg = text_of(scratch / "lstm.svg");
  EXPECT_TRUE(svg.starts_with("<svg"));
  EXPECT_EQ(count_of(svg, "data-name=\"time\""), 2u) << "a panel for the length, one for the batch";
  EXPECT_EQ(files_below(scratch.path()), Words{"lstm.svg"});
}

TEST_F(Bench, CompareShowsTheRatioOfTwoBuilds) {
  const std::string printed = bench_of({"--compare", MEMNET_PROGRAM, "--batches=1,4", "--repeats=2"});
  EXPECT_THAT(printed, HasSubstr("old: memnet "));
  EXPECT_THAT(printed, HasSubstr("new: memnet "));
  std::vector<int> batches;
  for (const std::string& line : lines_of(printed)) {
    const Words words = words_in(line);
    if (words.size() != 7 || words[5] != "to") continue;
    batches.push_back(std::stoi(words[0]));
    const double old_time = std::stod(words[1]), new_time = std::stod(words[2]), ratio = std::stod(words[3]);
    EXPECT_NEAR(ratio, new_time / old_time, 2e-3 * ratio) << line;
    EXPECT_LE(std::stod(words[4]), ratio) << line;
    EXPECT_GE(std::stod(words[6]), ratio) << line;
  }
  EXPECT_THAT(batches, ElementsAre(1, 4)) << printed;
}

// Both programs get the options of the experiment and its file, and not those that change no result.
TEST_F(Bench, ComparePassesOptionsOn) {
  std::ofstream(scratch / "tiny.ini") << "task = copy\n[task]\nmax_length = 3\n";
  const std::string other = script("other",
                                   "if [ \"$1\" = --version ]; then echo 'memnet 9.9'; exit; fi\n"
                                   "echo \"$@\" >> words\n"
                                   "echo '      4        1          2.000      0.921     21.3 %'\n");
  const Outcome outcome =
      memnet(scratch.path(), {"bench", "tiny.ini", "--compare", other, "--batches=4", "--repeats=2", "--seconds=0.01",
                              "--task.bits", "2", "--model=lstm", "--publish-seconds=3"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("old: memnet 9.9, " + other));
  EXPECT_THAT(outcome.out, HasSubstr("  2.00000 "));
  const std::string words = "bench --batches=4 --workers=1 --seconds=0.01 --task.bits=2 --model=lstm tiny.ini\n";
  EXPECT_EQ(text_of(scratch / "words"), words + words);
}

TEST_F(Bench, CompareRefusesWhatIsNoMemnet) {
  const auto refused = [&](const std::string& program, int code = 2) {
    return refusal_of({"--compare", program, "--batches=1", "--repeats=2"}, code);
  };
  EXPECT_THAT(refused("no/such/file"), HasSubstr("no/such/file is no file"));
  EXPECT_THAT(refused(scratch.path()), HasSubstr("is no file"));
  EXPECT_THAT(refused("/bin/true"), HasSubstr("/bin/true is no memnet"));
  std::ofstream(scratch / "text") << "words";
  EXPECT_THAT(refused("text"), HasSubstr("cannot be started: Permission denied"));
  EXPECT_THAT(refused(script("silent", "exit 3\n")), HasSubstr("exit code 3, and it printed nothing"));
  EXPECT_THAT(refused(script("endless", "yes\n")), HasSubstr("printed: y y y"));
  const std::string version = "[ \"$1\" = --version ] && echo 'memnet 0.0' && exit\n";
  EXPECT_THAT(refused(script("older", version + "echo 'memnet: unknown option task.bits' >&2\nexit 2\n")),
              HasSubstr("older refuses the experiment or fails: exit code 2, and it printed: memnet: unknown option "
                        "task.bits;"));
  EXPECT_THAT(refused(script("other", version + "echo 'a table'\n"), 3),
              HasSubstr("printed no row for batch 1 with one thread: exit code 0, and it printed: a table"));
}

TEST_F(Bench, OptionsThatHaveNoEffectAreRefused) {
  EXPECT_THAT(refusal_of({"--profile", "--scaling"}), HasSubstr("give one of them"));
  EXPECT_THAT(refusal_of({"--profile", "--workers=2"}), HasSubstr("bench --profile: takes no --workers"));
  EXPECT_THAT(refusal_of({"--scaling", "--batches=2"}), HasSubstr("bench --scaling: takes no --batches"));
  EXPECT_THAT(refusal_of({"--repeats=3"}), HasSubstr("bench: takes no --repeats"));
  EXPECT_THAT(refusal_of({"-o", "x.svg"}), HasSubstr("bench: takes no --out"));
  EXPECT_EQ(files_below(scratch.path()), Words{});
}

// The table of release 0.1, and that of today.
TEST(BenchTable, RowsAreReadFromTablesOfAllReleases) {
  const std::string old_table =
      "copy-ntm-s1-ae31d445: 62480 parameters, length 20\n\n"
      "  batch  threads    ms/sequence    wall ms     spread    GFLOP/s  product GFLOP/s    ratio\n"
      "      1        1          0.907      0.921     21.3 %       22.4             34.0     0.66\n"
      "     16        2          0.300      0.310      1.3 %       22.4             34.0     0.66\n"
      "     16        1          0.682      0.698     10.2 %       29.8             68.2     0.44\n";
  EXPECT_EQ(bench::read_speed(old_table, 1), 0.907);
  EXPECT_EQ(bench::read_speed(old_table, 16), 0.682) << "with one thread";
  EXPECT_EQ(bench::read_speed(old_table, 2), 0);
  EXPECT_EQ(bench::read_speed("1 1 many\n1 1", 1), 0);
}

}  // namespace
}  // namespace memnet
