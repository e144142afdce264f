// Run files that are damaged, foreign or altered: every command that reads one prints one sentence and exits with
// code 3.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <ostream>

#include "memnet/io/hdf5.hpp"
#include "memnet/io/run_file.hpp"
#include "memnet/os/atomic_file.hpp"
#include "tests/support/program/process.hpp"
#include "tests/support/program/run_contents.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;

// Requires that the command refuses the run in this folder: exit code 3, one line, and no file changed.
void expect_refused(const std::string& command, const fs::path& run, const std::string& why) {
  const std::vector<std::byte> before = bytes_of(run / "run.h5");
  const Outcome outcome = memnet(run.parent_path(), {command, run.filename().string()});
  EXPECT_EQ(outcome.code, 3) << command << ", " << why << ": " << outcome.err << outcome.out;
  EXPECT_EQ(count_lines(outcome.err), 1u) << command << ", " << why << ": " << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("run.h5")) << command << ", " << why << ": " << outcome.err;
  EXPECT_TRUE(bytes_of(run / "run.h5") == before) << command << ", " << why;
  EXPECT_EQ(files_below(run), Words{"run.h5"}) << command << ", " << why;
}

// A small run in a folder of its own, with its bytes.
struct SmallRun {
  explicit SmallRun(const Words& options = {}) {
    EXPECT_EQ(memnet(scratch.path(), tiny_run() + options).code, 0);
    fs::rename(only_run(scratch.path()), run);
    bytes = bytes_of(run / "run.h5");
  }

  Scratch scratch;
  fs::path run = scratch / "small";
  std::vector<std::byte> bytes;
};

TEST(BadRunFile, ThatIsNoRunFileIsRefused) {
  const SmallRun small;
  const auto as_bytes = [](const std::string& text) {
    std::vector<std::byte> bytes;
    for (const char c : text) bytes.push_back(static_cast<std::byte>(c));
    return bytes;
  };
  const auto part = [&](std::size_t of_eight) {
    return std::vector(small.bytes.begin(), small.bytes.begin() + static_cast<long>(small.bytes.size() * of_eight / 8));
  };
  Hdf5Writer foreign;
  foreign.dataset("/x", {2}, std::vector<double>{1, 2});
  Hdf5Writer of_another_version;
  of_another_version.attribute("/", "format", "memnet-run");
  of_another_version.attribute("/", "format_version", std::int64_t{1000});
  Hdf5Writer with_nothing_in_it;
  with_nothing_in_it.attribute("/", "format", "memnet-run");
  with_nothing_in_it.attribute("/", "format_version", "4-draft");
  Hdf5Writer old_with_nothing_in_it;
  old_with_nothing_in_it.attribute("/", "format", "memnet-run");
  old_with_nothing_in_it.attribute("/", "format_version", std::int64_t{3});
  const std::vector<std::pair<std::string, std::vector<std::byte>>> files = {
      {"empty", {}},
      {"text", as_bytes("task = copy\n")},
      {"cut in half", part(4)},
      {"cut near its end", part(7)},
      {"foreign", foreign.image()},
      {"of another version", of_another_version.image()},
      {"with nothing in it", with_nothing_in_it.image()},
      {"old, with nothing in it", old_with_nothing_in_it.image()}};
  for (const auto& [why, bytes] : files) {
    write_file_atomically(small.run / "run.h5", bytes);
    for (const char* command : {"resume", "eval", "show", "table", "export"}) expect_refused(command, small.run, why);
  }
}

TEST(BadRunFile, IsNotOverwrittenByARun) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), tiny_run()).code, 0);
  const fs::path run = only_run(scratch.path());
  std::vector<std::byte> bytes = bytes_of(run / "run.h5");
  bytes.resize(bytes.size() / 2);
  write_file_atomically(run / "run.h5", bytes);
  const Outcome outcome = memnet(scratch.path(), tiny_run());
  EXPECT_EQ(outcome.code, 3) << outcome.err;
  EXPECT_TRUE(bytes_of(run / "run.h5") == bytes);
}

// A change to a record, and the commands that refuse it. All other commands have to work.
struct Tampering {
  const char* name;
  Words refused_by;
  std::function<void(RunRecord&)> change;
};

void PrintTo(const Tampering& tampering, std::ostream* out) { *out << tampering.name; }

void replace(std::string& text, const std::string& from, const std::string& to) {
  ASSERT_THAT(text, HasSubstr(from));
  text.replace(text.find(from), from.size(), to);
}

const Words kAll = {"resume", "eval", "show"}, kComputing = {"resume", "eval"}, kResuming = {"resume"};

RunRecord::Trace::Panel& panel(RunRecord& r, const std::string& path) {
  return *std::ranges::find(r.traces[0].panels, path, &RunRecord::Trace::Panel::path);
}

const std::vector<Tampering> kTamperings = {
    {"a_parameter_on_its_side", kComputing,
     [](RunRecord& r) { std::swap(r.parameters[0].rows, r.parameters[0].cols); }},
    {"a_parameter_with_a_row_too_many", kComputing,
     [](RunRecord& r) {
       ++r.parameters[0].rows;
       r.parameters[0].numbers.resize(r.parameters[0].numbers.size() + static_cast<std::size_t>(r.parameters[0].cols));
     }},
    {"an_empty_parameter", kComputing,
     [](RunRecord& r) {
       r.parameters[0].rows = 0;
       r.parameters[0].numbers.clear();
     }},
    {"a_missing_parameter", kComputing, [](RunRecord& r) { r.parameters.pop_back(); }},
    {"no_parameters", kComputing, [](RunRecord& r) { r.parameters.clear(); }},
    {"a_parameter_of_another_name", kComputing, [](RunRecord& r) { r.parameters[0].name = "else/where"; }},
    {"a_short_memory_of_the_optimizer", kResuming,
     [](RunRecord& r) {
       --r.optimizer[0].rows;
       r.optimizer[0].numbers.pop_back();
     }},
    {"another_optimizer", kResuming, [](RunRecord& r) { r.optimizer.pop_back(); }},
    {"a_missing_counter", kResuming, [](RunRecord& r) { r.counters.pop_back(); }},
    {"a_negative_counter", kResuming, [](RunRecord& r) { r.counters[0].second = -1; }},
    {"a_counter_that_is_no_number", kResuming,
     [](RunRecord& r) { r.counters[1].second = std::numeric_limits<double>::quiet_NaN(); }},
    {"a_missing_column", kResuming, [](RunRecord& r) { r.train.pop_back(); }},
    {"another_column", kResuming, [](RunRecord& r) { r.train[1].name = "joy"; }},
    {"a_column_with_a_row_too_many", kResuming, [](RunRecord& r) { r.train.back().values.push_back(1); }},
    {"other_lengths", kResuming, [](RunRecord& r) { r.evaluation.lengths[0] = 77; }},
    {"a_missing_metric", kResuming, [](RunRecord& r) { r.evaluation.metrics.pop_back(); }},
    {"other_sizes_in_its_config", kComputing, [](RunRecord& r) { replace(r.config, "slots = 8", "slots = 9"); }},
    {"another_seed_in_its_config", kResuming, [](RunRecord& r) { replace(r.config, "seed = 1", "seed = 2"); }},
    {"another_name", kResuming, [](RunRecord& r) { r.name = "copy-ntm-s1-00000000"; }},
    {"an_impossible_config", kComputing, [](RunRecord& r) { replace(r.config, "slots = 8", "slots = many"); }},
    {"an_unknown_option_in_its_config", kComputing, [](RunRecord& r) { replace(r.config, "slots = 8", "solts = 8"); }},
    {"a_config_that_is_no_ini", kComputing, [](RunRecord& r) { r.config = "[task\nnothing"; }},
    {"a_short_mask", {"show"}, [](RunRecord& r) { panel(r, "mask").numbers.assign(1, 1); }},
    {"a_short_answer", {"show"}, [](RunRecord& r) { panel(r, "outputs").numbers.assign(1, 9); }},
    {"an_empty_target", {"show"}, [](RunRecord& r) { panel(r, "targets").numbers.assign(0, 0); }},
    {"an_odd_weighting", {}, [](RunRecord& r) { panel(r, "read0/weighting").numbers.assign(1, 1, 7); }},
    {"numbers_that_are_not_finite",
     {},
     [](RunRecord& r) {
       for (auto& p : r.traces[0].panels)
         for (Scalar& x : p.numbers.numbers()) x = std::numeric_limits<Scalar>::quiet_NaN();
     }},
    {"no_trace", {}, [](RunRecord& r) { r.traces.clear(); }},
    {"a_head_without_a_kind", kAll, [](RunRecord& r) { r.attention.kinds.pop_back(); }},
};

class Tampered : public testing::TestWithParam<Tampering> {};
INSTANTIATE_TEST_SUITE_P(RunFile, Tampered, testing::ValuesIn(kTamperings),
                         [](const auto& info) { return std::string(info.param.name); });

TEST_P(Tampered, IsRefusedByTheseCommandsAndReadByAllOthers) {
  const SmallRun small;
  RunRecord record = read_run_file(small.run / "run.h5");
  record.status = "interrupted";  // so that resume loads the state
  GetParam().change(record);
  write_run_file(small.run / "run.h5", record);
  const std::vector<std::byte> bytes = bytes_of(small.run / "run.h5");
  for (const std::string& command : kAll) {
    if (std::ranges::find(GetParam().refused_by, command) != GetParam().refused_by.end()) {
      expect_refused(command, small.run, GetParam().name);
      continue;
    }
    const Outcome outcome = memnet(small.scratch.path(), {command, "small"});
    EXPECT_EQ(outcome.code, 0) << command << ": " << outcome.err;
    write_file_atomically(small.run / "run.h5", bytes);
  }
}

// Tasks render their episodes: priority_sort reads the priorities before a delimiter.
TEST(BadRunFile, WithAnEpisodeOfOtherSizesThanItsTaskIsRefusedByShow) {
  const SmallRun small({"--task=priority_sort", "--task.min_length=1"});
  RunRecord record = read_run_file(small.run / "run.h5");
  const auto write = [&](const std::string& name, int more_rows, int more_steps) {
    RunRecord changed = record;
    Matrix& numbers = panel(changed, name).numbers;
    numbers.assign(numbers.rows() + more_rows, numbers.cols() + more_steps);
    write_run_file(small.run / "run.h5", changed);
  };
  for (const char* name : {"inputs", "targets", "outputs", "mask"})
    for (const auto& [more_rows, more_steps] : {std::pair{1, 0}, {-1, 0}, {0, 1}, {0, -1}}) {
      if (more_rows != 0 && name == std::string("mask")) continue;  // a file does not store the rows of a mask
      write(name, more_rows, more_steps);
      expect_refused("show", small.run, fmt::format("{} {:+} rows {:+} steps", name, more_rows, more_steps));
    }
  write("inputs", 0, 0);  // all zero: no delimiter
  const Outcome outcome = memnet(small.scratch.path(), {"show", "small"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
}

}  // namespace
}  // namespace memnet
