// The runs in a folder are the same with a cache, without one, with a damaged one, and while other processes read them.
#include "program/records/run_index.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <thread>

#include "memnet/base/error.hpp"
#include "memnet/io/run_file.hpp"
#include "memnet/os/atomic_file.hpp"
#include "program/records/run_index_cache.hpp"
#include "tests/support/program/process.hpp"
#include "tests/support/program/run_contents.hpp"

namespace memnet {
namespace {

namespace fs = std::filesystem;

constexpr int kRuns = 40;

// A folder of runs: r10, r11, ...
struct Runs {
  Runs() {
    EXPECT_EQ(memnet(scratch.path(), tiny_run()).code, 0);
    original = read_run_file(only_run(scratch.path()) / "run.h5");
    for (int i = 0; i < kRuns; ++i) {
      RunRecord record = original;
      record.name = name(i);
      publish(record);
    }
  }
  static std::string name(int i) { return "r" + std::to_string(10 + i); }
  void publish(const RunRecord& record) const {
    fs::create_directories(folder / record.name);
    write_run_file(folder / record.name / "run.h5", record);
  }
  std::vector<RunSummary> read(std::vector<UnreadableRun>* unreadable = nullptr) const {
    return read_run_index(std::span(&folder, 1), unreadable);
  }
  void date_in_the_future() const {
    for (int i = 0; i < kRuns; ++i)
      fs::last_write_time(folder / name(i) / "run.h5", fs::file_time_type::clock::now() + std::chrono::hours(1));
  }
  // Waits until the files are old enough for the cache.
  void wait_for_the_cache() const {
    for (int i = 0; i < kRuns; ++i) fs::last_write_time(folder / name(i) / "run.h5", fs::file_time_type::clock::now());
    std::this_thread::sleep_for(std::chrono::milliseconds(2100));
  }
  // Reads the runs when the files are old enough for the cache.
  void fill_the_cache() const {
    wait_for_the_cache();
    read();
    EXPECT_TRUE(fs::exists(folder / ".catalog"));
  }

  Scratch scratch;
  fs::path folder = scratch / "some";
  RunRecord original;
};

Bytes packed(const std::vector<RunSummary>& summaries) {
  Bytes bytes;
  for (const RunSummary& summary : summaries) {
    const Bytes one = pack_summary(summary.record);
    bytes.insert(bytes.end(), one.begin(), one.end());
  }
  return bytes;
}

TEST(RunIndex, HasTheSummaryOfEachRunByPath) {
  const Runs runs;
  const std::vector<RunSummary> summaries = runs.read();
  ASSERT_EQ(summaries.size(), std::size_t{kRuns});
  for (int i = 0; i < kRuns; ++i) {
    const RunSummary& summary = summaries[static_cast<std::size_t>(i)];
    EXPECT_EQ(summary.file, runs.folder / Runs::name(i) / "run.h5");
    EXPECT_EQ(summary.record.name, Runs::name(i));
    EXPECT_TRUE(summary.record.train.empty() && summary.record.traces.empty() && summary.record.parameters.empty());
  }
  const RunRecord& r = summaries[0].record;
  const RunRecord& o = runs.original;
  EXPECT_EQ(r.status, "finished");
  EXPECT_TRUE(r.config == o.config && r.options == o.options && r.timing == o.timing && r.cost == o.cost);
  EXPECT_EQ(r.counters, o.counters);
  EXPECT_EQ(r.final_sweep.lengths, o.final_sweep.lengths);
  ASSERT_EQ(r.evaluation.metrics.size(), o.evaluation.metrics.size());
  EXPECT_EQ(r.final_sweep.metrics[2].values, o.final_sweep.metrics[2].values);
  EXPECT_EQ(r.attention.names, o.attention.names);
  EXPECT_EQ(r.attention.kinds, o.attention.kinds);
  EXPECT_EQ(r.attention.columns[0].values, o.attention.columns[0].values);
}

TEST(RunIndex, TakesRunsFilesAndFoldersEachOnce) {
  const Runs runs;
  const fs::path one = runs.folder / "r10";
  const auto names = [](const std::vector<fs::path>& places) {
    Words names;
    for (const RunSummary& summary : read_run_index(places)) names.push_back(summary.record.name);
    return names;
  };
  EXPECT_EQ(names({one}), Words{"r10"});
  EXPECT_EQ(names({one / "run.h5", one, one.string() + "/"}), Words{"r10"});
  EXPECT_EQ(names({runs.folder / "r12", one}), (Words{"r10", "r12"}));
  EXPECT_EQ(names({one, runs.folder}).size(), std::size_t{kRuns});
  EXPECT_EQ(names({}), Words{});
  EXPECT_EQ(names({runs.folder / "r10" / ".."}).size(), std::size_t{kRuns});
  EXPECT_THROW(names({runs.folder / "none"}), Error);
}

TEST(RunIndex, NamesRunsThatCannotBeReadAndReturnsTheOthers) {
  const Runs runs;
  write_file_atomically(runs.folder / "r11" / "run.h5", {});
  std::vector<std::byte> half = bytes_of(runs.folder / "r15" / "run.h5");
  half.resize(half.size() / 2);
  write_file_atomically(runs.folder / "r15" / "run.h5", half);
  std::vector<UnreadableRun> unreadable;
  EXPECT_EQ(runs.read(&unreadable).size(), std::size_t{kRuns - 2});
  ASSERT_EQ(unreadable.size(), 2u);
  EXPECT_EQ(unreadable[0].file, runs.folder / "r11" / "run.h5");
  EXPECT_EQ(unreadable[0].message, unreadable[0].file.string() + ": is empty, expected an HDF5 file");
  EXPECT_EQ(unreadable[1].file, runs.folder / "r15" / "run.h5");
  try {
    runs.read();
    ADD_FAILURE() << "without a list for unreadable runs, they are errors";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::data);
    EXPECT_EQ(error.what(), unreadable[0].message);
  }
}

TEST(RunIndex, ReadsFilesAgainOnlyAfterAChange) {
  const Runs runs;
  runs.date_in_the_future();
  const Bytes truth = packed(runs.read());
  EXPECT_FALSE(fs::exists(runs.folder / ".catalog")) << "files so recent may change within a tick of the clock";
  runs.fill_the_cache();
  const std::vector<std::byte> cache = bytes_of(runs.folder / ".catalog");
  const fs::path first = runs.folder / "r10" / "run.h5";
  EXPECT_TRUE(RunIndexCache(runs.folder).find("r10/run.h5", *stamp_of(first)));
  EXPECT_EQ(packed(runs.read()), truth);
  EXPECT_TRUE(bytes_of(runs.folder / ".catalog") == cache) << "there was nothing to write";

  // Other words in a file of the same size, with its old time.
  const fs::path file = runs.folder / "r20" / "run.h5";
  const auto time = fs::last_write_time(file);
  RunRecord changed = runs.original;
  changed.name = "r20";
  changed.status = "diverged";
  changed.status.resize(runs.original.status.size());
  runs.publish(changed);
  fs::last_write_time(file, time);
  EXPECT_EQ(runs.read()[10].record.status, changed.status);

  fs::remove_all(runs.folder / "r21");
  EXPECT_EQ(runs.read().size(), std::size_t{kRuns - 1});
  runs.publish([&] {
    RunRecord fresh = runs.original;
    return fresh.name = "r99", fresh;
  }());
  EXPECT_EQ(runs.read().back().record.name, "r99");

  // A damaged cache has the same effect as none.
  const Bytes now = packed(runs.read());
  for (std::size_t at = 0; at < cache.size(); at += 1 + cache.size() / 6) {
    std::vector<std::byte> damaged = cache;
    damaged[at] ^= std::byte{0x41};
    write_file_atomically(runs.folder / ".catalog", damaged);
    EXPECT_EQ(packed(runs.read()), now) << "byte " << at;
    write_file_atomically(runs.folder / ".catalog", std::span(cache).first(at));
    EXPECT_EQ(packed(runs.read()), now) << "cut at " << at;
  }
}

TEST(RunIndex, WorksWithoutACacheWhereItCannotWrite) {
  const Runs runs;
  fs::create_directory(runs.folder / ".catalog");
  runs.wait_for_the_cache();
  for (int time = 0; time < 2; ++time) EXPECT_EQ(runs.read().size(), std::size_t{kRuns});
  EXPECT_TRUE(fs::is_directory(runs.folder / ".catalog"));
  EXPECT_EQ(files_below(runs.folder).size(), std::size_t{kRuns}) << "something temporary was left";
}

TEST(RunIndex, IsTheSameForManyProcessesAtOnce) {
  const Runs runs;
  runs.wait_for_the_cache();
  const std::string expected = memnet(runs.scratch.path(), {"table", "some"}).out;
  EXPECT_TRUE(fs::remove(runs.folder / ".catalog"));
  std::vector<std::unique_ptr<Process>> processes;
  for (int i = 0; i < 8; ++i)
    processes.push_back(std::make_unique<Process>(Process::Setup{runs.scratch.path(), ""}, Words{"table", "some"}));
  for (const auto& process : processes) EXPECT_EQ(process->wait().out, expected);
  EXPECT_EQ(memnet(runs.scratch.path(), {"table", "some"}).out, expected);
  EXPECT_EQ(files_below(runs.folder).size(), std::size_t{kRuns + 1});
}

TEST(RunSummary, IsReadBackAndOtherBytesAreRefused) {
  RunRecord record;
  record.name = "a";
  record.options = {{"task", "copy"}, {"seed", ""}};
  record.cost = {{"parameters", 3}};
  record.evaluation = {{100, 200}, {4}, {{"exact", "", {0.5, 1}}}};
  record.attention = {{{"read0"}, {{"lead", "", {9}}}}, {TracedKind::read}};
  const Bytes bytes = pack_summary(record);
  EXPECT_EQ(pack_summary(unpack_summary(bytes)), bytes);
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_THROW(unpack_summary(std::span(bytes).first(size)), Error) << size;
  for (std::size_t at = 0; at < bytes.size(); ++at) {  // a damaged summary is read as another one, or refused
    Bytes damaged = bytes;
    damaged[at] = std::byte{0xff};
    try {
      EXPECT_EQ(pack_summary(unpack_summary(damaged)), damaged) << at;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::data);
    }
  }
}

}  // namespace
}  // namespace memnet
