// The idea: any number of processes, also on several machines with a common file system, may work on one plan at the
// same time. They exchange no messages: all that they share is the folder of runs, and a lock in the folder of each
// run.
//
// A run goes from `to_do_` to a child process, or to `claimed_by_others_`. Example with two schedulers A and B and the
// runs r1, r2, r3, one job each:
//
//   A locks r1 and trains it in a child process, which inherits the lock.
//   B fails to lock r1, notes it in claimed_by_others_, then locks r2 and trains it.
//   A's child ends; A locks r3. B's child ends; B finds r3 locked and notes it. B's to_do_ is now empty.
//   B reads the run files of r1 and r3 from time to time. r1 is finished. If r3 has not ended, it goes back to to_do_:
//   either its lock is still held, and B notes it again, or A was killed, and B continues r3 from its run file.
//
// Between reading the state of a run and locking it, another process may have trained it. So after locking, a scheduler
// checks that the run file still is what it was; if not, it treats the run as claimed by another process.
#include "program/comparison/scheduler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <deque>
#include <memory>
#include <optional>
#include <utility>

#include "memnet/base/error.hpp"
#include "memnet/io/run_file.hpp"
#include "memnet/os/atomic_file.hpp"
#include "memnet/os/folder_lock.hpp"
#include "program/comparison/process_pool.hpp"
#include "program/comparison/run_result.hpp"
#include "program/comparison/scheduler_view.hpp"
#include "program/comparison/time_estimate.hpp"
#include "program/experiment/recorded_run.hpp"
#include "program/experiment/runner.hpp"
#include "program/records/record.hpp"
#include "program/records/run_path.hpp"
#include "program/terminal/signals.hpp"
#include "program/terminal/standard_streams.hpp"
#include "program/text/printable.hpp"

namespace memnet {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kLongestWait = std::chrono::milliseconds(100);  // for output of child processes
constexpr auto kBetweenResults = std::chrono::minutes(5);
// Between two scans of runs that others train; the pause doubles as long as none has ended.
constexpr auto kFirstPause = std::chrono::milliseconds(200), kLongestPause = std::chrono::milliseconds(2000);

// Runs in the child, which inherited the lock of the folder. Returns the exit code.
int run_planned(const PlannedRun& run, const std::string& origin, const SchedulerOptions& options,
                const std::optional<RunRecord>& before, Progress& progress) {
  Experiment experiment(run.settings(origin));
  experiment.behavior = options.behavior;
  if (before) require_same_run(*before, (options.out / run.name / kRunFile).string(), experiment);
  Runner runner(experiment, options.out / run.name, options.provenance, settings_text(run.settings(origin)));
  if (before) runner.restore(*before);
  const int code = runner.run(progress);
  if (code != 0) return code;
  const RunResult result = result_of(runner.record());
  if (result.criterion)
    fmt::print(stderr, "solved after {:.0f} sequences, trained on {:.0f}", *result.criterion, result.sequences);
  else
    fmt::print(stderr, "not solved, trained on {:.0f} sequences", result.sequences);
  return 0;
}

class Scheduler {
 public:
  Scheduler(const Plan& plan, std::vector<RunState>& states, const SchedulerOptions& options);
  int run();

 private:
  std::filesystem::path folder_of(std::size_t run) const { return options_.out / plan_.runs[run].name; }
  void start(std::size_t run);
  void scan_claimed_by_others();
  void on_exit(const ProcessPool::Ended& ended);
  void on_success(std::size_t run, const std::string& outcome, double seconds);
  void on_failure(std::size_t run, const std::string& message, int code);
  void stop();
  std::optional<double> seconds_left() const;
  const SchedulerCounts& counts();

  const Plan& plan_;
  std::vector<RunState>& states_;
  const SchedulerOptions& options_;
  ProcessPool pool_;
  SchedulerView view_;
  TimeEstimate estimate_;
  std::deque<std::size_t> to_do_;
  std::vector<std::size_t> claimed_by_others_;
  Clock::duration pause_ = kFirstPause;
  bool waits_ = false;  // at least once it had nothing to do but to wait for others
  Clock::time_point last_scan_ = Clock::now(), last_results_ = Clock::now();
  bool looked_at_others_ = false;  // since the last start of a run
  int signal_ = 0;                 // that ended a run, or 0
  SchedulerCounts counts_;
};

Scheduler::Scheduler(const Plan& plan, std::vector<RunState>& states, const SchedulerOptions& options)
    : plan_(plan),
      states_(states),
      options_(options),
      pool_(options.jobs),
      view_(plan, options.behavior),
      estimate_(plan) {
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (!states[i].ended)
      to_do_.push_back(i);
    else
      ++counts_.ended;
    if (states[i].seconds > 0) estimate_.add(plan.runs[i], states[i].seconds);
  }
  view_.plan_started(counts_, options.jobs);
}

int Scheduler::run() {
  while (!to_do_.empty() || !claimed_by_others_.empty() || !pool_.running().empty()) {
    if (signal_caught() != 0 && !pool_.stopping()) stop();
    const bool only_others = to_do_.empty() && !claimed_by_others_.empty() && !pool_.full();
    const bool leaves = options_.no_wait && pool_.running().empty();
    if (only_others && pool_.running().empty() && !leaves && !std::exchange(waits_, true)) view_.waiting(counts());
    if (only_others && (leaves || Clock::now() - last_scan_ >= pause_)) {
      if (leaves && std::exchange(looked_at_others_, true)) break;
      scan_claimed_by_others();
    }
    while (!pool_.full() && !to_do_.empty()) {
      const std::size_t run = to_do_.front();
      to_do_.pop_front();
      start(run);
    }
    for (const ProcessPool::Ended& ended : pool_.wait(kLongestWait)) on_exit(ended);
    if (view_.is_due()) view_.draw(pool_.running(), counts());
    if (Clock::now() - last_results_ < kBetweenResults) continue;
    options_.write_results();
    last_results_ = Clock::now();
  }
  if (!claimed_by_others_.empty()) view_.others_go_on(counts());
  return signal_caught() != 0 ? signal_caught() : signal_;
}

// Starts a run, unless another process trains it, or has changed its file since its state was read.
void Scheduler::start(std::size_t run) {
  const std::filesystem::path file = folder_of(run) / kRunFile;
  try {
    create_directory_exclusively(folder_of(run));
    const std::unique_ptr<FolderLock> lock = FolderLock::attempt(folder_of(run));
    if (lock == nullptr || std::filesystem::exists(file) != states_[run].exists) {
      claimed_by_others_.push_back(run);
      return;
    }
    warn_once(lock->warning());
    std::optional<RunRecord> before;
    if (states_[run].exists) before = read_run_file(file);
    if (before) require_own_folder(file, *before);
    if (before && state_of(*before).ended) {
      claimed_by_others_.push_back(run);
      return;
    }
    pool_.start(
        run, [&](Progress& progress) { return run_planned(plan_.runs[run], plan_.name, options_, before, progress); });
    looked_at_others_ = false;
    view_.run_started(run);
  } catch (const Error& error) {
    // A signal may have ended the process that examines the file.
    if (signal_caught() == 0) on_failure(run, error.what(), error.exit_code());
  } catch (const std::exception& error) {  // a problem of the file system, which other runs may not have
    on_failure(run, error.what(), static_cast<int>(ErrorKind::io));
  }
}

// Reads the runs that others have claimed, all at once because that is much cheaper than one by one. Those that have
// not ended are to do again, in case the other process was killed.
void Scheduler::scan_claimed_by_others() {
  const std::vector<std::size_t> claimed = std::exchange(claimed_by_others_, {});
  std::vector<PlannedRun> runs;
  for (const std::size_t run : claimed) runs.push_back(plan_.runs[run]);
  const std::vector<RunState> states = scan_runs(runs, options_.out);
  bool any_ended = false;
  for (std::size_t i = 0; i < states.size(); ++i) {
    const std::size_t run = claimed[i];
    states_[run] = states[i];
    any_ended = any_ended || states[i].ended;
    if (states[i].code != 0)
      on_failure(run, states[i].failure, states[i].code);
    else if (states[i].ended)
      on_success(run, "done by another process", 0);
    else if (!pool_.stopping())  // a failure in this very loop may have stopped everything
      to_do_.push_back(run);
  }
  pause_ = any_ended ? kFirstPause : std::min<Clock::duration>(2 * pause_, kLongestPause);
  last_scan_ = Clock::now();
}

void Scheduler::on_exit(const ProcessPool::Ended& ended) {
  if (!ended.crashed && ended.code > 128) {  // it has saved its state
    if (pool_.stopping() || signal_caught() != 0) return;
    signal_ = ended.code - 128;
    view_.run_interrupted(ended.job, signal_);
  } else if (ended.crashed) {
    const int signal = ended.code - 128;
    const std::string messages = ended.messages.empty() ? "" : ": " + ended.messages;
    on_failure(ended.job, fmt::format("ended by signal {} ({}){}", signal, strsignal(signal), messages),
               static_cast<int>(ErrorKind::io));
  } else if (ended.code == 0) {
    const bool from_start = !states_[ended.job].exists;  // otherwise the time is only that of the second part
    states_[ended.job].exists = states_[ended.job].ended = true;
    states_[ended.job].seconds = from_start ? ended.seconds : 0;
    if (from_start) estimate_.add(plan_.runs[ended.job], ended.seconds);
    on_success(ended.job, ended.messages, ended.seconds);
  } else {
    on_failure(ended.job, ended.messages, ended.code);
  }
}

void Scheduler::on_success(std::size_t run, const std::string& outcome, double seconds) {
  ++counts_.ended;
  view_.run_ended(run, outcome, seconds, counts());
}

void Scheduler::on_failure(std::size_t run, const std::string& message, int code) {
  states_[run] = scan_runs(std::span(&plan_.runs[run], 1), options_.out).front();
  states_[run].ended = true;
  states_[run].failure = printable(message);  // it may come from a file
  states_[run].code = code;
  ++counts_.ended;
  ++counts_.failed;
  view_.run_failed(run, states_[run], counts());
  if (options_.fail_fast) stop();
}

void Scheduler::stop() {
  to_do_.clear();
  claimed_by_others_.clear();
  pool_.stop();
}

std::optional<double> Scheduler::seconds_left() const {
  double seconds = 0;
  for (const std::size_t run : to_do_) seconds += estimate_.seconds(plan_.runs[run]).value_or(NAN);
  for (const ProcessPool::Running& running : pool_.running()) {
    const PlannedRun& run = plan_.runs[running.job];
    const double fraction = running.update.sequences / run.sequences();
    seconds += estimate_.seconds(run).value_or(NAN) * (1 - fraction);
  }
  return std::isnan(seconds) || seconds == 0 ? std::nullopt : std::optional(seconds / options_.jobs);
}

const SchedulerCounts& Scheduler::counts() {
  counts_.claimed_by_others = claimed_by_others_.size();
  counts_.seconds_left = seconds_left();
  return counts_;
}

}  // namespace

int run_plan(const Plan& plan, std::vector<RunState>& states, const SchedulerOptions& options) {
  return Scheduler(plan, states, options).run();
}

}  // namespace memnet
