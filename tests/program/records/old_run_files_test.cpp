// tests/data holds a small run file of every format that was ever released, and of the present one. All of them can be
// read; only those of the present format can be continued by a command that computes with them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "memnet/io/run_file.hpp"
#include "tests/support/program/process.hpp"
#include "tests/support/program/report_page.hpp"

namespace memnet {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

std::vector<std::string> all_run_files() {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(MEMNET_RUN_FILES))
    if (entry.path().extension() == ".h5") names.push_back(entry.path().stem());
  std::ranges::sort(names);
  return names;
}

// A folder with the run file of this name in it.
struct Copied {
  explicit Copied(const std::string& name) : run(name) {
    fs::create_directory(scratch / name);
    fs::copy_file(fs::path(MEMNET_RUN_FILES) / (name + ".h5"), scratch / name / "run.h5");
  }
  Outcome operator()(Words words) const { return memnet(scratch.path(), words); }
  RunRecord record() const { return read_run_file(scratch / run / "run.h5"); }

  Scratch scratch;
  std::string run;
};

class RunFileOfAnyFormat : public testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(RunFiles, RunFileOfAnyFormat, testing::ValuesIn(all_run_files()),
                         [](const auto& info) { return info.param; });

TEST_P(RunFileOfAnyFormat, CanBeRead) {
  const Copied file(GetParam());
  const RunRecord record = file.record();
  std::vector<Words> commands = {{"ls", "."},          {"show", file.run},          {"show", file.run, "--draw=blocks"},
                                 {"report", file.run}, {"export", file.run},        {"figure", file.run},
                                 {"table", file.run},  {"diff", file.run, file.run}};
  if (!record.snapshots.empty()) commands.push_back({"show", file.run, "--after=0"});
  for (const Words& words : commands) {
    const Outcome outcome = file(words);
    EXPECT_EQ(outcome.code, 0) << words.front() << ": " << outcome.err;
    EXPECT_EQ(outcome.err, "") << words.front();
  }
  EXPECT_THAT(file({"ls", "."}).out, HasSubstr(file.run));
  EXPECT_THAT(file({"show", file.run}).out, HasSubstr(record.name + ": finished"));
  EXPECT_EQ(count_lines(file({"ls", ".", "--where", "status=finished"}).out), 2u);
}

TEST_P(RunFileOfAnyFormat, IsContinuedOnlyInThePresentFormat) {
  const Copied file(GetParam());
  for (const char* command : {"eval", "resume", "ask"}) {
    const Outcome outcome = file({command, file.run});
    if (file.record().format_version == kRunFileVersion) {
      EXPECT_EQ(outcome.code, command == std::string("ask") ? 2 : 0) << outcome.err;  // it is no run on stories
      continue;
    }
    EXPECT_EQ(outcome.code, 3) << command;
    EXPECT_EQ(count_lines(outcome.err), 1u) << outcome.err;
    EXPECT_THAT(outcome.err,
                AllOf(StartsWith("memnet: " + file.run + "/run.h5: is a run file of format 3, which memnet 0.1"),
                      HasSubstr(command + std::string(" works only on format ") + kRunFileVersion),
                      HasSubstr("or train anew with 'memnet run'")));
  }
}

// The expected lines have the numbers that release 0.1 printed for these files.
TEST(OldRunFiles, ShowTheNumbersThatTheirVersionShowed) {
  const Copied ntm("run_v3_ntm"), memn2n("run_v3_memn2n");
  const std::string copy = ntm({"show", ntm.run}).out, story = memn2n({"show", memn2n.run}).out;
  for (const char* line : {"         3        3.400     37.778 %          0.0 %      8.360\n",
                           "         6        8.600     47.778 %          0.0 %     18.316  beyond training\n",
                           "  591 parameters, 0.0243 million operations",
                           "  read0   attends to 7.97 slots (largest weight 0.14); its best score leads by 0.4, 6.5 "
                           "needed for a sharp weighting\n",
                           "  write0  attends to 7.45 slots (largest weight 0.19); its best score leads by 0.3, 6.5 "
                           "needed for a sharp weighting\n",
                           "       read0   0 |:......|\n               1 |:......|\n               2 |.......|\n",
                           "      write0   0 |::.....|\n               1 |:......|\n"})
    EXPECT_THAT(copy, HasSubstr(line));
  for (const char* line :
       {"         5        0.800     80.000 %         20.0 %      4.356\n",
        "  1-single-supporting-fact             10     80.0 %     20.0 %     30.0 %     40.0 %    100.0 %\n",
        "  hop1    attends to 5.13 slots (largest weight 0.32)",
        "  5 daniel moved to the hallway.       - 0.34  - 0.30\n",
        "  10 john went to the kitchen.         . 0.10  : 0.17\n"})
    EXPECT_THAT(story, HasSubstr(line));
}

// Options have their present names and values.
TEST(OldRunFiles, AreFoundByThePresentNamesOfOptions) {
  const Copied ntm("run_v3_ntm");
  EXPECT_EQ(count_lines(ntm({"ls", ".", "--where", "addressing=ntm_no_sharpen and slots=8"}).out), 2u);
  const RunRecord record = ntm.record();
  EXPECT_THAT(record.config, AllOf(HasSubstr("model.addressing = ntm_no_sharpen\n"), HasSubstr("task.bits = 3\n")));
}

// Old files have only the names of traced values. The labels that follow from them are those that a new run records.
TEST(OldRunFiles, HaveTheLabelsOfANewTrace) {
  for (const char* model : {"ntm", "memn2n"}) {
    const Copied old("run_v3_" + std::string(model));
    RunRecord record = old.record();
    Words words = {"run"};
    for (const auto& [name, value, is_number] : record.options)
      if (!value.empty() && name != "out" && name != "quiet") words.push_back("--" + name + "=" + value);
    ASSERT_EQ(old(words).code, 0);
    const RunRecord now = read_run_file(only_run(old.scratch.path()) / "run.h5");
    ASSERT_EQ(now.format_version, kRunFileVersion);
    std::map<std::string, TraceLabel> labels;
    for (const RunRecord::Trace::Panel& panel : now.traces[0].panels) labels[panel.path()] = panel;
    EXPECT_EQ(labels.size(), record.traces[0].panels.size());
    for (const RunRecord::Trace::Panel& panel : record.traces[0].panels) {
      ASSERT_TRUE(labels.contains(panel.path())) << panel.path();
      const TraceLabel& label = labels[panel.path()];
      EXPECT_EQ(word_of(panel.kind), word_of(label.kind)) << panel.path();
      EXPECT_EQ(word_of(panel.role), word_of(label.role)) << panel.path();
      EXPECT_EQ(word_of(panel.axis), word_of(label.axis)) << panel.path();
    }
    EXPECT_EQ(record.attention.kinds, now.attention.kinds);
  }
}

}  // namespace
}  // namespace memnet
