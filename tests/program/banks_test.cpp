// Banks: what memnet gather writes, and what compare takes from it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "memnet/base/text.hpp"
#include "memnet/io/hdf5.hpp"
#include "memnet/io/run_file.hpp"
#include "memnet/os/atomic_file.hpp"
#include "program/comparison/bank_part.hpp"
#include "program/comparison/plan.hpp"
#include "program/experiment/build.hpp"
#include "tests/support/program/run_contents.hpp"
#include "tests/support/program/tiny_compare.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

const std::string kOldBuild = "bits 0, GNU 3, sse";

// Returns a folder with a finished comparison, made once, and its bank.
const fs::path& gathered() {
  static const Scratch scratch;
  static const bool made = [] {
    EXPECT_EQ(memnet(scratch.path(), tiny_compare()).code, 0);
    const Outcome outcome = memnet(scratch.path(), Words{"gather"} + Words{only_plan(scratch.path())});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("6 runs by bits "));
    return true;
  }();
  EXPECT_TRUE(made);
  return scratch.path();
}

std::string plan_name() { return only_plan(gathered()).filename(); }

fs::path bank_in(const fs::path& folder) { return folder / "results" / "banks" / plan_name(); }

std::vector<fs::path> parts_in_bank(const fs::path& folder) {
  std::vector<fs::path> parts;
  for (const auto& entry : fs::directory_iterator(bank_in(folder))) parts.push_back(entry.path());
  std::ranges::sort(parts);
  return parts;
}

// Copies the runs [first, last) and the plan into a folder.
void copy_runs(const fs::path& folder, std::size_t first, std::size_t last) {
  fs::create_directories(folder / "runs" / plan_name());
  fs::copy(only_plan(gathered()) / "plan.ini", folder / "runs" / plan_name() / "plan.ini",
           fs::copy_options::overwrite_existing);
  const std::vector<fs::path> runs = all_runs(gathered());
  for (std::size_t i = first; i < last; ++i)
    fs::copy(runs[i], folder / "runs" / runs[i].filename(), fs::copy_options::recursive);
}

void copy_bank(const fs::path& folder) {
  fs::create_directories(bank_in(folder));
  fs::copy(bank_in(gathered()), bank_in(folder), fs::copy_options::recursive | fs::copy_options::overwrite_existing);
}

void change_run(const fs::path& run, const std::function<void(RunRecord&)>& change) {
  RunRecord record = read_run_file(run / "run.h5");
  change(record);
  write_run_file(run / "run.h5", record);
}

Words gather_command() { return {"gather", "runs/" + plan_name()}; }

// Without "All numbers", which names a run file, and what is from the bank.
std::string tables_in(const std::string& output) {
  return output.substr(0, std::min(output.find("From the bank"), output.find("\nAll numbers")));
}

// Returns the fields of the lines of `memnet ls --csv`, sorted, without the first column, which says where a run is.
std::vector<std::vector<std::string>> rows_of_ls(const fs::path& folder) {
  const Outcome outcome = memnet(folder, {"ls", "runs/" + plan_name(), "--csv"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  std::vector<std::vector<std::string>> rows;
  for (const std::string& line : lines_of(outcome.out)) {
    rows.push_back(split_text(line, ','));
    rows.back().erase(rows.back().begin());
  }
  std::ranges::sort(rows);
  return rows;
}

TEST(Banks, AreReadByLsAndTable) {
  const Scratch scratch;
  copy_bank(scratch.path());
  copy_runs(scratch.path(), 0, 2);
  const auto rows = rows_of_ls(scratch.path()), all = rows_of_ls(gathered());
  ASSERT_EQ(rows.size(), all.size());
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t column = 0; column < all[i].size(); ++column)
      EXPECT_TRUE(rows[i][column] == all[i][column] || rows[i][column].empty())
          << "a bank keeps few metrics, but right";
  const Words table = {"table", "runs/" + plan_name()};
  EXPECT_EQ(memnet(scratch.path(), table).out, memnet(gathered(), table).out);
}

TEST(Banks, GiveTheSameTablesAsTheRuns) {
  const Scratch scratch;
  copy_bank(scratch.path());
  const Outcome outcome = memnet(scratch.path(), tiny_compare());
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("6 runs, 6 of them there already"));
  EXPECT_THAT(outcome.out, HasSubstr("From the bank: 6 runs by bits "));
  EXPECT_THAT(outcome.out, Not(HasSubstr("memnet show")));
  EXPECT_TRUE(all_runs(scratch.path()).empty());
  for (const char* file : {"compare.csv", "runs.csv", "compare.h5"})
    EXPECT_TRUE(bytes_of(only_plan(scratch.path()) / file) == bytes_of(only_plan(gathered()) / file)) << file;
  const Outcome from_runs = memnet(gathered(), {"compare", only_plan(gathered())});
  EXPECT_EQ(tables_in(outcome.out), tables_in(from_runs.out));
  EXPECT_THAT(from_runs.out, Not(HasSubstr("From the bank"))) << "run files come first";
}

TEST(Banks, AreShownByStatusReportFigureAndWatch) {
  const Scratch scratch;
  copy_bank(scratch.path());
  copy_runs(scratch.path(), 0, 2);
  const std::string plan = "runs/" + plan_name();
  EXPECT_THAT(memnet(scratch.path(), {"status", plan}).out, HasSubstr("6 runs: 6 done"));
  EXPECT_THAT(memnet(scratch.path(), {"watch", plan, "--every=0.05"}).out, HasSubstr("6 runs: 6 finished"));
  EXPECT_EQ(memnet(scratch.path(), {"figure", plan, "--panel=curves", "-o", "curves.svg"}).code, 0);
  ASSERT_EQ(memnet(scratch.path(), {"report", plan, "-o", "page.html"}).code, 0);
  EXPECT_THAT(text_of(scratch / "page.html"), HasSubstr("From the bank, without run files: "));
  EXPECT_THAT(memnet(scratch.path(), {"status", plan, "--banks=none"}).out, HasSubstr("2 done"));
}

TEST(Banks, GrowByNewFilesOnly) {
  const Scratch scratch;
  copy_runs(scratch.path(), 0, 5);
  ASSERT_EQ(memnet(scratch.path(), gather_command()).code, 0);
  ASSERT_EQ(parts_in_bank(scratch.path()).size(), 1u);
  const fs::path first = parts_in_bank(scratch.path()).front();
  const auto bytes = bytes_of(first);
  const auto time = fs::last_write_time(first);

  const Outcome nothing = memnet(scratch.path(), gather_command());
  EXPECT_EQ(nothing.code, 0);
  EXPECT_THAT(nothing.out, HasSubstr("nothing to gather: of the 6 runs"));
  EXPECT_EQ(parts_in_bank(scratch.path()).size(), 1u);

  copy_runs(scratch.path(), 5, 6);
  EXPECT_THAT(memnet(scratch.path(), gather_command()).out, HasSubstr("1 run by bits "));
  ASSERT_EQ(parts_in_bank(scratch.path()).size(), 2u);
  EXPECT_TRUE(bytes_of(first) == bytes && fs::last_write_time(first) == time);
  const Plan plan = read_plan(scratch / "runs" / plan_name());
  for (const fs::path& part : parts_in_bank(scratch.path()))
    EXPECT_EQ(read_bank_part(part).size(), part == first ? 5u : 1u);
}

TEST(Banks, OfTwoMachinesCompleteAPlan) {
  const Scratch one, other, both;
  copy_runs(one.path(), 0, 4);
  copy_runs(other.path(), 3, 6);  // one run was trained on both machines
  change_run(all_runs(other.path()).front(), [](RunRecord& record) { record.timing[0].text = "99"; });
  for (const fs::path& machine : {one.path(), other.path()}) {
    ASSERT_EQ(memnet(machine, gather_command()).code, 0);
    fs::create_directories(bank_in(both.path()));
    fs::copy(bank_in(machine), bank_in(both.path()));
  }
  EXPECT_EQ(parts_in_bank(both.path()).size(), 2u);
  const Outcome outcome = memnet(both.path(), tiny_compare());
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("From the bank: 6 runs by bits "));
}

TEST(Banks, WithTwoResultsOfOneRunAreRefused) {
  const Scratch scratch;
  copy_bank(scratch.path());
  copy_runs(scratch.path(), 0, 1);
  change_run(all_runs(scratch.path()).front(),
             [](RunRecord& record) { record.final_sweep.metrics[2].values[0] += 1; });  // errors
  ASSERT_EQ(memnet(scratch.path(), gather_command() + Words{"--banks=wrong"}).code, 0);
  fs::copy(scratch / "wrong" / plan_name(), bank_in(scratch.path()));
  const Outcome outcome = memnet(scratch.path(), tiny_compare());
  EXPECT_EQ(outcome.code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("with different results"));
  for (const fs::path& part : parts_in_bank(scratch.path())) EXPECT_THAT(outcome.err, HasSubstr(part.filename()));
}

TEST(Banks, OfAnEarlierVersionMayHaveFewerMetrics) {
  const Scratch scratch;
  copy_bank(scratch.path());
  const Plan plan = read_plan(only_plan(gathered()));
  const fs::path part = parts_in_bank(scratch.path()).front();
  std::vector<RunRecord> runs = read_bank_part(part);
  for (RunRecord& run : runs)
    EXPECT_EQ(std::erase_if(run.final_sweep.metrics, [](const auto& metric) { return metric.name == "loss"; }), 1u);
  ASSERT_NE(write_bank_part(plan, runs, bank_in(scratch.path())), part);
  EXPECT_THAT(memnet(scratch.path(), tiny_compare()).out, HasSubstr("From the bank: 6 runs by bits "));
}

TEST(Banks, OfAnotherBuildAreTakenOnlyIfWanted) {
  const Scratch scratch;
  copy_runs(scratch.path(), 0, 6);
  const std::vector<fs::path> runs = all_runs(scratch.path());
  for (std::size_t i = 0; i < 2; ++i)
    change_run(runs[i], [](RunRecord& record) { record.builds = {{kOldBuild, "0123abc"}}; });
  ASSERT_EQ(memnet(scratch.path(), gather_command()).code, 0);
  for (const fs::path& run : runs) fs::remove_all(run);

  const Outcome dry = memnet(scratch.path(), tiny_compare() + Words{"--dry-run"});
  EXPECT_THAT(dry.out, HasSubstr("6 runs, 2 of them missing"));
  EXPECT_THAT(dry.err, HasSubstr("2 runs by " + kOldBuild + " left out"));
  EXPECT_THAT(memnet(scratch.path(), {"status", "runs/" + plan_name()}).err, HasSubstr("--other-build takes them"));

  const Outcome mixed = memnet(scratch.path(), tiny_compare() + Words{"--other-build"});
  EXPECT_EQ(mixed.code, 0) << mixed.err;
  EXPECT_THAT(mixed.out, HasSubstr("From the bank: 4 runs by " + this_build().name + "; 2 runs by " + kOldBuild));
  EXPECT_TRUE(all_runs(scratch.path()).empty());

  EXPECT_THAT(memnet(scratch.path(), tiny_compare()).out, HasSubstr("From the bank: 4 runs"));
  EXPECT_EQ(all_runs(scratch.path()).size(), 2u) << "this build has trained the others";
  EXPECT_THAT(memnet(scratch.path(), gather_command()).out, HasSubstr("2 runs by " + this_build().name));
  EXPECT_EQ(memnet(scratch.path(), tiny_compare()).err.find("left out"), std::string::npos);
}

// Writes a part whose text is not one.
void write_part_with(const fs::path& file, const std::string& text, const std::string& plan, const std::string& id) {
  Hdf5Writer part;
  for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{
           {"format", "memnet bank"}, {"format_version", "1"}, {"plan", plan}, {"plan_id", id}})
    part.attribute("/", name, value);
  part.dataset("/runs", {text.size()}, std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
  write_file_atomically(file, part.image());
}

TEST(Banks, ThatAreDamagedOrForeignAreNamed) {
  const Scratch scratch;
  copy_bank(scratch.path());
  copy_runs(scratch.path(), 0, 1);
  const fs::path part = parts_in_bank(scratch.path()).front();
  const std::vector<std::byte> good = bytes_of(part);
  const Plan plan = read_plan(scratch / "runs" / plan_name());
  const auto write = [&](std::vector<std::byte> bytes) { write_file_atomically(part, bytes); };
  const auto with = [&](const std::string& text) { write_part_with(part, text, plan.name, plan.id); };
  const std::vector<std::function<void()>> damages = {
      [&] { write({}); },
      [&] {
        write({good.begin(), good.begin() + static_cast<std::ptrdiff_t>(good.size() / 2)});
      },
      [&] {
        std::vector<std::byte> bytes = good;
        for (std::size_t i = bytes.size() / 4; i < bytes.size(); ++i) bytes[i] ^= std::byte{0x55};
        write(bytes);
      },
      [&] { fs::copy(all_runs(scratch.path()).front() / "run.h5", part, fs::copy_options::overwrite_existing); },
      [&] { with("nonsense\n\n"); },
      [&] { with("name = " + plan.runs[0].name + "\n"); },
      [&] { with("name = " + plan.runs[0].name + "\nstatus = finished\n\n"); },
      [&] { with("unknown.thing = \x1b[31m1\n\n"); },
      [&] { with("cost.flops = many\n\n"); },
      [&] { with("sweep.lengths = 1e300\nsweep.sequences = 1\nstatus = finished\n\n"); },
  };
  for (std::size_t i = 0; i < damages.size(); ++i) {
    damages[i]();
    for (const Words& words : {Words{"status", "runs/" + plan_name()}, gather_command()}) {
      const Outcome outcome = memnet(scratch.path(), words);
      EXPECT_EQ(outcome.code, 3) << i << outcome.err;
      EXPECT_THAT(outcome.err, HasSubstr(part.filename().string() + ": is no part of a bank")) << i;
      EXPECT_THAT(outcome.err, HasSubstr("restore the file")) << i;
      EXPECT_THAT(outcome.err, Not(HasSubstr("\x1b")));
    }
  }
  write(good);
  EXPECT_THAT(memnet(scratch.path(), {"status", "runs/" + plan_name()}).out, HasSubstr("6 done"));
}

// A plan with other seeds has another id, and so has the plan of an experiment after a version that has new options.
// (Its bank was lost then: with a new option of training, no table could be made from the banks of before.)
TEST(Banks, OfPlansWithTheSameNameAreTaken) {
  const Scratch scratch;
  copy_bank(scratch.path());
  fs::rename(bank_in(scratch.path()), scratch / "results" / "banks" / "compare-01234567");
  Words three_seeds = tiny_compare();
  std::ranges::replace(three_seeds, "--seeds=1..2", "--seeds=1..3");
  ASSERT_NE(three_seeds, tiny_compare());
  const Outcome dry = memnet(scratch.path(), three_seeds + Words{"--dry-run"});
  EXPECT_THAT(dry.out, HasSubstr("9 runs, 3 of them missing")) << dry.err;
  fs::rename(scratch / "results" / "banks" / "compare-01234567", scratch / "results" / "banks" / "other-01234567");
  EXPECT_THAT(memnet(scratch.path(), three_seeds + Words{"--dry-run"}).out, HasSubstr("9 runs, 9 of them missing"));
}

TEST(Banks, GatherTakesAnExperimentFileAndRefusesWhatHasNoEffect) {
  Words words = tiny_compare();
  words[0] = "gather";
  std::erase(words, "--jobs=2");
  const Scratch scratch;
  copy_runs(scratch.path(), 0, 6);
  EXPECT_THAT(memnet(scratch.path(), words).out, HasSubstr("6 runs by bits "));
  const Outcome refused = memnet(scratch.path(), words + Words{"--jobs=2"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("--jobs is for 'memnet compare'"));
}

}  // namespace
}  // namespace memnet
