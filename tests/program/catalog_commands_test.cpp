// memnet ls, diff, export and status on a folder with a few runs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "memnet/io/run_file.hpp"
#include "memnet/os/atomic_file.hpp"
#include "memnet/os/folder_lock.hpp"
#include "tests/support/program/json.hpp"
#include "tests/support/program/process.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

// Returns a folder with three runs: seeds 1 and 2 of the default model, and one with more sequences. They are made
// once.
const fs::path& three_runs() {
  static const Scratch scratch;
  static const bool made = [] {
    EXPECT_EQ(memnet(scratch.path(), tiny_run() + Words{"--seeds=1,2"}).code, 0);
    EXPECT_EQ(memnet(scratch.path(), tiny_run(800)).code, 0);
    return true;
  }();
  EXPECT_TRUE(made);
  return scratch.path();
}

// Returns the seed and the sequences of each run that `memnet ls` lists.
Words listed(const Words& words) {
  const Outcome outcome = memnet(three_runs(), Words{"ls"} + words);
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "");
  Words listed;
  for (const std::string& line : lines_of(outcome.out))
    if (line.starts_with("runs/")) {
      std::istringstream fields(line);
      std::string run, status, task, scheme, writes, seed, sequences;
      fields >> run >> status >> task >> scheme >> writes >> seed >> sequences;
      EXPECT_EQ(status + " " + task + " " + scheme + " " + writes, "finished copy ntm learned") << line;
      listed.push_back("s" + seed + " " + sequences);
    }
  return listed;
}

TEST(Ls, ListsRunsThatMeetAConditionInOrder) {
  EXPECT_EQ(listed({}).size(), 3u);
  EXPECT_EQ(listed({"runs"}), listed({}));
  EXPECT_EQ(listed({"--where", "seed=2"}), Words{"s2 64"});
  EXPECT_EQ(listed({"--where=task=copy and seed<2", "--sort=sequences"}), (Words{"s1 64", "s1 800"}));
  EXPECT_EQ(listed({"--where", "train.sequences=800 or seed>1", "--sort", "-sequences"}), (Words{"s1 800", "s2 64"}));
  EXPECT_EQ(listed({"--where", "slots=8 and solved=no and parameters>100 and status=finished"}).size(), 3u);
  EXPECT_EQ(listed({"--where", "exact>=0 and errors>0 and errors<9"}).size(), 3u);
  EXPECT_EQ(memnet(three_runs(), {"ls", "--where", "seed=77"}).out, "none of 3 runs meets the condition\n");
}

TEST(Ls, PrintsCsvAndJson) {
  const Words csv = lines_of(memnet(three_runs(), {"ls", "--csv", "--where", "seed=2"}).out);
  ASSERT_EQ(csv.size(), 2u);
  EXPECT_TRUE(csv[0].starts_with("run,name,status,message,task,scheme,write_mode,seed,sequences,")) << csv[0];
  EXPECT_THAT(csv[1], HasSubstr(",finished,,copy,ntm,learned,2,64,"));
  const Words json = lines_of(memnet(three_runs(), {"ls", "--json"}).out);
  EXPECT_EQ(json.size(), 3u);
  for (const std::string& line : json) {
    EXPECT_TRUE(is_json_object(line)) << line;
    for (const char* part : {"\"seed\":", "\"status\":\"finished\"", "\"options\":{", "\"model.slots\":8"})
      EXPECT_THAT(line, HasSubstr(part)) << part << " in " << line;
  }
  for (const char* command : {"ls", "export"})
    EXPECT_EQ(memnet(three_runs(), {command, "runs", "--csv", "--json"}).code, 2) << command;
}

TEST(Ls, ReplacesControlCharactersOfForeignText) {
  const Scratch scratch;
  RunRecord record = read_run_file(only_run([&] {
                                     EXPECT_EQ(memnet(scratch.path(), tiny_run()).code, 0);
                                     return scratch.path();
                                   }()) /
                                   "run.h5");
  record.name = "x\033[2J\r";
  record.status = "fin\nished\x07";
  record.message = "\"gone\"\x9b, they \033said";
  record.options.push_back({"model.\033[31m", "\033]0;title\x07"});
  for (NamedText& option : record.options)
    if (option.name == "seed") option = {"seed", "0x1\033"};
  fs::create_directories(scratch / "some/one");
  write_run_file(scratch / "some/one/run.h5", record);
  record.status = "diverged";
  record.name = only_run(scratch.path()).filename();
  write_run_file(only_run(scratch.path()) / "run.h5", record);  // a run of the comparison below
  Words compare = tiny_run() + Words{"--seeds=1"};
  compare[0] = "compare";
  for (const Words& words :
       {Words{"ls", "some"}, Words{"ls", "some", "--csv"}, Words{"ls", "some", "--json"},
        Words{"ls", "some", "--where", "staus=1"}, Words{"table", "some"}, Words{"diff", "some/one", "some/one"},
        Words{"export", "some/one"}, Words{"export", "some/one", "--json"}, Words{"show", "some/one"},
        Words{"eval", "some/one"}, compare}) {
    const Outcome outcome = memnet(scratch.path(), words);
    for (const char c : outcome.out + outcome.err)
      EXPECT_TRUE(c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7f))
          << words[0] << " prints byte " << static_cast<int>(c);
    if (words.back() == "--json") {
      EXPECT_TRUE(is_json_object(lines_of(outcome.out).at(0))) << outcome.out;
    }
    if (words[0] == "eval" || words[0] == "compare") {
      EXPECT_THAT(outcome.out + outcome.err, HasSubstr(words[0] == "eval" ? "x?[2J?: " : "they ?said"))
          << outcome.out << outcome.err;
    }
    if (words.back() == "--csv") {
      EXPECT_EQ(count_lines(outcome.out), 2u) << outcome.out;
    }
  }
}

TEST(Ls, ListsUnreadableRunsAndReportsThemAtTheEnd) {
  const Scratch scratch;
  EXPECT_EQ(memnet(scratch.path(), tiny_run() + Words{"--seeds=1..3"}).code, 0);
  const fs::path broken = scratch / "runs/a-broken-one";
  fs::create_directory(broken);
  write_file_atomically(broken / "run.h5", {});
  const Outcome outcome = memnet(scratch.path(), {"ls"});
  EXPECT_EQ(outcome.code, 3);
  EXPECT_EQ(count_lines(outcome.out), 1u + 4u) << outcome.out;
  EXPECT_THAT(lines_of(outcome.out).at(1), HasSubstr("runs/a-broken-one ")) << outcome.out;
  EXPECT_THAT(lines_of(outcome.out).at(1), HasSubstr(" unreadable ")) << outcome.out;
  EXPECT_EQ(outcome.err, "memnet: runs/a-broken-one/run.h5: is empty, expected an HDF5 file\n");
  const Outcome readable = memnet(scratch.path(), {"ls", "--where", "status!=unreadable"});
  EXPECT_EQ(readable.code, 3);
  EXPECT_EQ(count_lines(readable.out), 1u + 3u) << readable.out;
}

TEST(Ls, OfAnEmptyFolderNamesTheCommandThatMakesRuns) {
  const Scratch scratch;
  fs::create_directory(scratch / "runs");
  EXPECT_EQ(memnet(scratch.path(), {"ls"}).out, "no runs here; 'memnet run' makes one\n");
}

TEST(Diff, ListsOptionsAndResultsThatDiffer) {
  const Words runs = [] {
    Words runs;
    for (const std::string& line : lines_of(memnet(three_runs(), {"ls", "--sort=sequences", "--csv"}).out))
      if (line.starts_with("runs/")) runs.push_back(line.substr(0, line.find(',')));
    return runs;
  }();
  ASSERT_EQ(runs.size(), 3u);
  const Outcome seeds = memnet(three_runs(), {"diff", runs[0], runs[1]});
  EXPECT_EQ(seeds.code, 0) << seeds.err;
  for (const char* part : {"Options:\n  seed ", "How they were made:", "status ", "finished", "parameters ",
                           "errors at 4", "exact at 8", "are not the same."})
    EXPECT_THAT(seeds.out, HasSubstr(part)) << part << " in\n" << seeds.out;
  EXPECT_THAT(seeds.out, Not(HasSubstr("model.slots"))) << "it is the same in both";
  const Outcome itself = memnet(three_runs(), {"diff", runs[0], runs[0] + "/run.h5"});
  EXPECT_THAT(itself.out, HasSubstr("Options:\n  all the same\n"));
  EXPECT_THAT(itself.out, HasSubstr("are the same, bit by bit."));
}

TEST(Export, PrintsOneNumberALine) {
  const Scratch scratch;
  const fs::path run = three_runs() / "runs";
  Words words = {"export", "--csv"};
  std::size_t expected = 1;
  for (const auto& entry : fs::directory_iterator(run)) {
    words.push_back(entry.path().string());
    const RunRecord r = read_run_file(entry.path() / "run.h5");
    expected += (r.train.size() - 1) * r.train[0].values.size() + r.cost.size() +
                r.attention.names.size() * r.attention.columns.size() +
                r.evaluation.metrics.size() * r.evaluation.sequences.size() * r.evaluation.lengths.size() +
                r.final_sweep.metrics.size() * r.final_sweep.lengths.size();
  }
  const Outcome printed = memnet(scratch.path(), words);
  EXPECT_EQ(printed.code, 0) << printed.err;
  const Words lines = lines_of(printed.out);
  EXPECT_EQ(lines.size(), expected);
  EXPECT_EQ(lines[0], "run,kind,sequences,length,metric,value");
  for (const std::string& line : lines) EXPECT_EQ(std::ranges::count(line, ','), 5) << line;
  for (const char* part : {",train,800,,loss,", ",evaluation,400,8,exact,", ",sweep,64,4,errors,",
                           ",attention,,,write0/entropy,", ",cost,,,parameters,"})
    EXPECT_THAT(printed.out, HasSubstr(part)) << part;
  Words json_words = words;
  json_words[1] = "--json";
  const Words json = lines_of(memnet(scratch.path(), json_words).out);
  EXPECT_EQ(json.size(), expected - 1);
  for (const std::string& line : json) EXPECT_TRUE(is_json_object(line)) << line;
  EXPECT_EQ(memnet(scratch.path(), words + Words{"--out=all.csv"}).out, "");
  EXPECT_EQ(text_of(scratch / "all.csv"), printed.out);
}

// Returns the entry of <folder>/runs whose name starts like this.
fs::path entry_with(const fs::path& folder, const std::string& start) {
  for (const auto& entry : fs::directory_iterator(folder / "runs"))
    if (entry.path().filename().string().starts_with(start)) return entry.path();
  ADD_FAILURE() << "there is no " << start;
  return folder / "none";
}

TEST(Status, CountsTheRunsOfAPlan) {
  const Scratch scratch;
  Words words = tiny_run() + Words{"--addressing=ntm,content", "--seeds=1..3", "--jobs=2"};
  words[0] = "compare";
  EXPECT_EQ(memnet(scratch.path(), words).code, 0);
  const fs::path plan = entry_with(scratch.path(), "compare-").lexically_relative(scratch.path());
  const auto status = [&] { return memnet(scratch.path(), {"status", plan.string()}).out; };
  EXPECT_THAT(status(), HasSubstr(plan.filename().string() + ": 6 runs: 6 done\n"));
  EXPECT_THAT(status(), Not(HasSubstr("To continue")));
  EXPECT_EQ(count_lines(memnet(scratch.path(), {"ls", plan.string()}).out), 1u + 6u);

  const fs::path started = entry_with(scratch.path(), "copy-ntm-s1-");
  RunRecord record = read_run_file(started / "run.h5");
  record.status = "interrupted";
  write_run_file(started / "run.h5", record);
  const fs::path diverged = entry_with(scratch.path(), "copy-ntm-s2-");
  record = read_run_file(diverged / "run.h5");
  record.status = "diverged";
  record.message = "not \033finite";
  write_run_file(diverged / "run.h5", record);
  fs::remove_all(entry_with(scratch.path(), "copy-content-s1-"));
  EXPECT_THAT(status(), HasSubstr("6 runs: 3 done, 1 failed, 1 stopped, 1 missing\n"));
  EXPECT_THAT(status(), HasSubstr("\n  copy ntm s2: not ?finite\n"));
  EXPECT_THAT(status(), HasSubstr("\nTo continue:  memnet compare " + plan.string() + "\n"));
  const Words lines = lines_of(status());
  EXPECT_EQ(lines.at(2), "task  scheme        done   failed  running  stopped  missing");
  EXPECT_EQ(lines.at(3), "copy  ntm              1        1        -        1        -");
  EXPECT_EQ(lines.at(4), "copy  content          2        -        -        -        1");

  const FolderLock lock(started);
  EXPECT_THAT(status(), HasSubstr("6 runs: 3 done, 1 failed, 1 running, 1 missing\n"));
}

}  // namespace
}  // namespace memnet
