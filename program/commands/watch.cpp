// memnet watch: follows a run or a comparison that another process trains.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <thread>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"
#include "memnet/os/folder_lock.hpp"
#include "program/commands/command.hpp"
#include "program/comparison/plan.hpp"
#include "program/experiment/recorded_run.hpp"
#include "program/records/record.hpp"
#include "program/records/run_path.hpp"
#include "program/report/content/comparison_view.hpp"
#include "program/report/text/terminal_blocks.hpp"
#include "program/terminal/live_table.hpp"
#include "program/terminal/progress.hpp"
#include "program/text/printable.hpp"

namespace memnet {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kCurveWidth = 24;  // characters
// After so many readings without a training process `watch` ends. It is more than one, since between two runs of a
// comparison there is a short time without such a process.
constexpr int kIdleReadings = 3;

// The present state of a run or a comparison.
struct WatchedState {
  std::vector<std::string> lines;  // to print; the first one is a summary
  bool in_training = false;        // a process trains a run
  bool over = false;               // all runs are finished or diverged
  int code = 0;                    // the exit code if watching ends now
};

std::string sequences_done(const RunRecord& record) {
  const double done = recorded_number(record.counters, "sequences"),
               all = recorded_option_number(record, "train.sequences").value_or(0);
  if (record.status == "finished") return fmt::format("{:.0f} sequences", done);
  return fmt::format("{:.0f} of {:.0f} sequences ({:.0f} %)", done, all, 100 * done / all);
}

// Returns the last evaluation in words, at each length.
std::string last_evaluation(const RunRecord& record) {
  const RunRecord::Sweeps& sweeps = record.evaluation;
  if (sweeps.sequences.empty()) return "not evaluated yet";
  std::string words = "without an error:";
  const std::size_t first = (sweeps.sequences.size() - 1) * sweeps.lengths.size();
  for (std::size_t i = 0; i < sweeps.lengths.size(); ++i)
    words += fmt::format("  {:.0f} % at {}", 100 * metric(sweeps, "exact", first + i), sweeps.lengths[i]);
  return words;
}

WatchedState state_of_run(const fs::path& file) {
  if (!fs::exists(file))
    return {.lines = {"waiting for " + file.string()}, .in_training = folder_in_use(file.parent_path())};
  WatchedState state;
  const RunRecord record =
      RecordedRun(file, "", {.snapshots = false, .episode = RunParts::kNone, .state = false}).record;
  state.in_training = record.status == "running";
  state.over = record.status == "finished" || record.status == "diverged";
  state.code = record.status == "diverged" ? static_cast<int>(ErrorKind::diverged) : 0;
  state.lines = {fmt::format("{}: {}{}, {}", record.name, record.status,
                             record.status == "stopped" ? ", no process works on it" : "", sequences_done(record))};
  if (!record.message.empty()) state.lines.push_back("  " + record.message);
  const auto loss = std::ranges::find(record.train, "loss", &RunRecord::Column::name);
  if (loss != record.train.end() && !loss->values.empty())
    state.lines.push_back(fmt::format("  loss {:.4g} nats per scored bit  {}", loss->values.back(),
                                      report::spark_line(loss->values, kCurveWidth, report::draws_blocks())));
  state.lines.push_back("  " + last_evaluation(record));
  return state;
}

WatchedState state_of_comparison(const fs::path& place, const BankOptions& banks) {
  const report::ComparisonView comparison = report::comparison_view(place, banks);
  std::map<std::string, int> counts;
  WatchedState state;
  state.over = true;
  std::vector<std::string> progress;
  for (std::size_t i = 0; i < comparison.plan.runs.size(); ++i) {
    const PlannedRun& run = comparison.plan.runs[i];
    const std::string& status = comparison.states[i].status;
    ++counts[status];
    if (status == "diverged") state.code = static_cast<int>(ErrorKind::diverged);
    state.over = state.over && (status == "finished" || status == "diverged");
    if (status != "running") continue;
    state.in_training = true;
    const auto summary =
        std::ranges::find(comparison.summaries, run.name, [](const RunSummary& s) { return s.record.name; });
    progress.push_back(
        fmt::format("  {:<44} {}", comparison.plan.describe(run),
                    summary == comparison.summaries.end() ? "starting" : sequences_done(summary->record)));
  }
  std::string words;
  for (const auto& [status, count] : counts) append_item(words, fmt::format("{} {}", count, status));
  state.lines = {fmt::format("{}: {} runs: {}", comparison.plan.name, comparison.plan.runs.size(), words)};
  state.lines.insert(state.lines.end(), progress.begin(), progress.end());
  return state;
}

class WatchCommand final : public Command {
 public:
  std::string help() const override {
    return "memnet watch RUN|PLAN [--every SECONDS]\n"
           "\n"
           "  memnet watch runs/copy-ntm-s1-*           a run: its progress and its loss\n"
           "  memnet watch runs/quick-90cd3f2a          a comparison: which runs are done and which are being "
           "trained\n"
           "\n"
           "Reads the run files that another process publishes (every 30 s and at each evaluation) and prints the "
           "progress, until\n"
           "everything is finished or no process trains any more. It changes nothing. If the output is not a terminal, "
           "it prints\n"
           "a line for each change. Exit code 0 if all is well, 4 if a run diverged.\n";
  }

  void declare(const Options::Section& options) override {
    options.add("every", every_, 0.05, 3600, "seconds between two readings of the run files");
    banks_.declare(options);
  }

  int run(const Arguments& arguments) override {
    const fs::path place = arguments.only_one("a run, or the folder of a comparison");
    if (!fs::exists(place))
      fail(ErrorKind::io, "{}: no run and no comparison is there; give the folder of one", place.string());
    const bool plan = is_plan(place);
    const fs::path file = plan || nothing_is_saved(place) ? run_file_path(place) : require_run_file(place);
    const auto read = [&] { return plan ? state_of_comparison(place, banks_) : state_of_run(file); };

    WatchedState state = read();
    {
      LiveTable table(false, false);
      std::string printed;
      for (int idle = 0; !state.over && idle < kIdleReadings; idle = state.in_training ? 0 : idle + 1) {
        if (on_terminal())
          table.draw(state.lines);
        else if (state.lines.front() != printed)
          table.event("progress", printed = state.lines.front(), "");
        std::this_thread::sleep_for(std::chrono::duration<double>(every_));
        state = read();
      }
    }
    if (!plan) require_run_file(place);  // a run that has not been saved, and that no process works on
    for (const std::string& line : state.lines) fmt::print("{}\n", printable(line));
    return state.code;
  }

 private:
  double every_ = 1;
  BankOptions banks_;
};

}  // namespace

std::unique_ptr<Command> make_watch_command() { return std::make_unique<WatchCommand>(); }

}  // namespace memnet
