// Runs that are interrupted at any point, within updates, evaluations, traces, the count of operations and the
// evaluation at the end: the file holds what is complete, and the finished run has the same bits.
#include "tests/support/interruption.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "memnet/io/run_file.hpp"
#include "program/experiment/runner.hpp"
#include "tests/support/program/no_progress.hpp"
#include "tests/support/program/process.hpp"
#include "tests/support/program/run_contents.hpp"

namespace memnet {
namespace {

namespace fs = std::filesystem;

// The words of a command line as settings.
std::vector<Setting> settings_of_words(const Words& words) {
  std::vector<Setting> settings;
  for (const std::string& word : words)
    if (const std::size_t equals = word.find('='); word.starts_with("--"))
      settings.push_back({word.substr(2, equals - 2), word.substr(equals + 1), "test"});
  return settings;
}

// Trains a run, or continues it, until it has made this many checks. Returns the status in its file.
std::string train_part(const std::vector<Setting>& settings, const fs::path& folder, long checks) {
  Experiment experiment(settings);
  Runner runner(experiment, folder, {}, "");
  if (fs::exists(folder / "run.h5")) runner.restore(read_run_file(folder / "run.h5"));
  NoProgress progress;
  const InterruptAfter interruption(checks);
  const int code = runner.run(progress);
  const std::string status = status_of(folder);
  EXPECT_EQ(code == 0, status == "finished");
  return status;
}

void expect_same_bits_in_parts(const Words& words) {
  constexpr int kMostParts = 150;
  constexpr long kForEver = 1L << 40;
  const std::vector<Setting> settings = settings_of_words(words);
  const Scratch whole, parts;
  ASSERT_EQ(train_part(settings, whole.path(), kForEver), "finished");
  int interruptions = 0;
  // The parts grow, so that short and long pieces of work are interrupted, and all are done in the end.
  for (double checks = 7; interruptions < kMostParts; ++interruptions, checks *= 1.15) {
    const std::string status = train_part(settings, parts.path(), static_cast<long>(checks));
    if (status == "finished") break;
    ASSERT_EQ(status, "interrupted");
    const RunRecord record = read_run_file(parts / "run.h5");
    EXPECT_TRUE(record.final_sweep.lengths.empty() && record.traces.empty()) << "part of the evaluation at the end";
  }
  EXPECT_GE(interruptions, 20) << "too few to be a test";
  EXPECT_LT(interruptions, kMostParts);
  expect_same(contents_of(whole.path()), contents_of(parts.path()), "in parts");
}

// An evaluation or a snapshot that was due when a signal came must not be left out.
TEST(InterruptedRun, EndsWithTheSameBits) {
  Words words = tiny_run(400) + Words{"--threads=2"};
  std::ranges::replace(words, std::string("--evaluate.every=400"), std::string("--evaluate.every=40"));
  std::ranges::replace(words, std::string("--evaluate.trace_every=200"), std::string("--evaluate.trace_every=80"));
  expect_same_bits_in_parts(words);
}

// With everything about choices that keeps a state, and with what evaluations measure of them.
TEST(InterruptedRun, OfRandomChoicesEndsWithTheSameBits) {
  expect_same_bits_in_parts(tiny_run(200) + Words{"--model.addressing=cosine | sample:learned",
                                                  "--model.write_addressing=cosine | straight_through_gumbel:1,0.5",
                                                  "--train.baseline=average", "--train.entropy_bonus=0.01",
                                                  "--train.soft_until=0.5", "--evaluate.choices=drawn"});
}

TEST(InterruptedRun, OfStoriesEndsWithTheSameBits) {
  expect_same_bits_in_parts({"--task=babi", "--task.tasks=1", "--model=memn2n", "--model.slots=10",
                             "--model.random_noise=0.5", "--model.linear_start=0.5", "--train.sequences=400",
                             "--train.batch=8", "--train.shard=4", "--evaluate.every=80", "--evaluate.lengths=1x",
                             "--evaluate.sequences=20", "--evaluate.final_sequences=50", "--evaluate.traces=1"});
}

}  // namespace
}  // namespace memnet
