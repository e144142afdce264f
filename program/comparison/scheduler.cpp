#include "program/comparison/scheduler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <deque>
#include <map>
#include <memory>
#include <utility>

#include "memnet/base/error.hpp"
#include "memnet/io/run_file.hpp"
#include "memnet/os/atomic_file.hpp"
#include "memnet/os/folder_lock.hpp"
#include "program/comparison/process_pool.hpp"
#include "program/comparison/time_estimate.hpp"
#include "program/experiment/runner.hpp"
#include "program/records/record.hpp"
#include "program/records/solved.hpp"
#include "program/terminal/live_table.hpp"
#include "program/terminal/progress.hpp"
#include "program/terminal/signals.hpp"
#include "program/text/duration.hpp"
#include "program/text/json.hpp"
#include "program/text/printable.hpp"

namespace memnet {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kGlance = std::chrono::milliseconds(100);
constexpr auto kBetweenBanks = std::chrono::minutes(5);
// Between looks at cells that others work on: more and more as long as nothing is new.
constexpr auto kFirstPause = std::chrono::milliseconds(200), kLongestPause = std::chrono::milliseconds(2000);

CellState state_of(const RunRecord& record) {
  CellState state{.there = true, .settled = record.status == "finished" || record.status == "diverged", .failure = ""};
  if (record.status == "diverged") {
    state.failure = record.message;
    state.code = static_cast<int>(ErrorKind::diverged);
  }
  if (record.status == "finished") state.seconds = std::strtod(recorded_timing(record, "seconds").c_str(), nullptr);
  return state;
}

// What the child does. The folder's lock came with the fork.
int carry_out(const PlannedRun& cell, const std::string& origin, const DispatchOptions& options,
              const std::optional<RunRecord>& before, Progress& progress) {
  Experiment experiment(cell.settings(origin));
  experiment.behaviour = options.behaviour;
  std::string given;
  for (const Setting& s : cell.settings(origin)) given += fmt::format("{} = {}  # {}\n", s.name, s.value, s.origin);
  Runner runner(experiment, options.out / cell.run, options.provenance, given);
  if (before) runner.restore(*before);
  const int code = runner.run(progress);
  if (code != 0) return code;
  const RunRecord& record = runner.record();
  fmt::print(stderr, "{} after {:.0f} sequences",
             solved(record.final_sweep, 0, *experiment.task) ? "solved" : "not solved",
             record.final_sweep.sequences.front());
  return 0;
}

class Dispatch {
 public:
  Dispatch(const Plan& plan, std::vector<CellState>& states, const DispatchOptions& options);
  int run();

 private:
  std::filesystem::path folder_of(std::size_t cell) const { return options_.out / plan_.cells[cell].run; }
  void visit(std::size_t cell);
  void look_elsewhere();
  void settle(const Pool::Ended& ended);
  void done(std::size_t cell, const std::string& what, double seconds);
  void failed(std::size_t cell, const std::string& words, int code);
  void stop();
  void draw();
  std::string count() const;
  std::string time_left() const;
  std::string json_of(std::size_t cell) const;

  const Plan& plan_;
  std::vector<CellState>& states_;
  const DispatchOptions& options_;
  Pool pool_;
  LiveTable live_;
  Estimate estimate_;
  std::deque<std::size_t> to_do_;
  std::vector<std::size_t> elsewhere_;  // cells that other processes work on, or have
  Clock::duration pause_ = kFirstPause;
  Clock::time_point last_look_ = Clock::now(), last_bank_ = Clock::now();
  std::size_t settled_ = 0, failures_ = 0;
};

Dispatch::Dispatch(const Plan& plan, std::vector<CellState>& states, const DispatchOptions& options)
    : plan_(plan),
      states_(states),
      options_(options),
      pool_(options.jobs),
      live_(options.behaviour.quiet, options.behaviour.log_format == "json"),
      estimate_(plan) {
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (!states[i].settled)
      to_do_.push_back(i);
    else
      ++settled_;
    if (states[i].seconds > 0) estimate_.learn(plan.cells[i], states[i].seconds);
  }
  live_.event(
      "compare_start",
      fmt::format("{}: {} cells, {} of them there already; {} at a time", plan.name, plan.cells.size(), settled_,
                  options.jobs),
      fmt::format("\"plan\":{},\"cells\":{},\"settled\":{}", json_string(plan.name), plan.cells.size(), settled_));
}

int Dispatch::run() {
  int signal = 0;
  while (!to_do_.empty() || !elsewhere_.empty() || !pool_.running().empty()) {
    if (signal == 0 && signal_caught() != 0) {
      signal = signal_caught();
      stop();
    }
    if (to_do_.empty() && !elsewhere_.empty() && !pool_.full() && Clock::now() - last_look_ >= pause_) look_elsewhere();
    while (!pool_.full() && !to_do_.empty()) {
      const std::size_t cell = to_do_.front();
      to_do_.pop_front();
      visit(cell);
    }
    for (const Pool::Ended& ended : pool_.wait(kGlance)) settle(ended);
    if (live_.due()) draw();
    if (Clock::now() - last_bank_ < kBetweenBanks) continue;
    options_.bank();
    last_bank_ = Clock::now();
  }
  return signal;
}

// Claims the cell and starts it, unless another process works on it, or has left something since it was looked at.
void Dispatch::visit(std::size_t cell) {
  const std::filesystem::path file = folder_of(cell) / "run.h5";
  try {
    create_directory_exclusively(folder_of(cell));
    const std::unique_ptr<FolderLock> lock = FolderLock::attempt(folder_of(cell));
    if (lock == nullptr || std::filesystem::exists(file) != states_[cell].there) {
      elsewhere_.push_back(cell);
      return;
    }
    std::optional<RunRecord> before;
    if (states_[cell].there) before = read_run_file(file);
    if (before && state_of(*before).settled) {
      elsewhere_.push_back(cell);
    } else {
      pool_.start(cell, [&](Progress& progress) {
        return carry_out(plan_.cells[cell], plan_.name, options_, before, progress);
      });
      live_.event("cell_start", "", json_of(cell));
    }
  } catch (const Error& error) {
    failed(cell, error.what(), error.exit_code());
  } catch (const std::exception& error) {  // of the file system: this cell's trouble, and not the others'
    failed(cell, error.what(), static_cast<int>(ErrorKind::io));
  }
}

// Which of the cells that were left to others are done by now? The rest is worth another visit: who worked on it may be
// dead. All are looked at together, which is far cheaper than one by one where many processes share the work.
void Dispatch::look_elsewhere() {
  std::vector<PlannedRun> cells;
  const std::vector<std::size_t> left = std::exchange(elsewhere_, {});
  for (const std::size_t cell : left) cells.push_back(plan_.cells[cell]);
  const std::vector<CellState> states = look_at(cells, options_.out);
  bool news = false;
  for (std::size_t i = 0; i < states.size(); ++i) {
    const std::size_t cell = left[i];
    states_[cell] = states[i];
    news = news || states[i].settled;
    if (states[i].code != 0)
      failed(cell, states[i].failure, states[i].code);
    else if (states[i].settled)
      done(cell, "done by another process", 0);
    else if (!pool_.stopping())
      to_do_.push_back(cell);  // a failure of this very look may have been the last straw
  }
  pause_ = news ? kFirstPause : std::min<Clock::duration>(2 * pause_, kLongestPause);
  last_look_ = Clock::now();
}

void Dispatch::settle(const Pool::Ended& ended) {
  const bool asked_to_stop = !ended.crashed && ended.code > 128;
  if (asked_to_stop && (pool_.stopping() || signal_caught() != 0)) return;  // it has saved what it had
  if (ended.crashed) {
    failed(ended.piece,
           fmt::format("ended by signal {} ({}){}{}", ended.code - 128, strsignal(ended.code - 128),
                       ended.words.empty() ? "" : ": ", ended.words),
           static_cast<int>(ErrorKind::io));
  } else if (ended.code == 0) {
    const bool whole = !states_[ended.piece].there;  // otherwise a part of it was done before
    states_[ended.piece] = {
        .there = true, .settled = true, .failure = "", .code = 0, .seconds = whole ? ended.seconds : 0};
    if (whole) estimate_.learn(plan_.cells[ended.piece], ended.seconds);
    done(ended.piece, ended.words, ended.seconds);
  } else if (asked_to_stop) {
    failed(ended.piece, "was asked to stop by another process, and saved what it had", static_cast<int>(ErrorKind::io));
  } else {
    failed(ended.piece, ended.words, ended.code);
  }
}

void Dispatch::done(std::size_t cell, const std::string& what, double seconds) {
  ++settled_;
  live_.event("cell_end",
              fmt::format("{} {}: {}{}{}", count(), plan_.describe(plan_.cells[cell]), what,
                          seconds > 0 ? ", " + duration(seconds) : "", time_left()),
              fmt::format("{},\"outcome\":{},\"seconds\":{:.3f}", json_of(cell), json_string(what), seconds));
}

void Dispatch::failed(std::size_t cell, const std::string& words, int code) {
  const std::string reason = printable(words);  // it may come from a file
  states_[cell].settled = true;
  states_[cell].failure = reason;
  states_[cell].code = code;
  ++settled_;
  ++failures_;
  live_.failure("cell_failed", fmt::format("{} {}: FAILED: {}", count(), plan_.describe(plan_.cells[cell]), reason),
                fmt::format("{},\"reason\":{},\"code\":{}", json_of(cell), json_string(reason), code));
  if (options_.fail_fast) stop();
}

void Dispatch::stop() {
  to_do_.clear();
  elsewhere_.clear();
  pool_.stop();
}

std::string Dispatch::count() const { return fmt::format("[{}/{}]", settled_, plan_.cells.size()); }

std::string Dispatch::time_left() const {
  double seconds = 0;
  for (const std::size_t cell : to_do_) seconds += estimate_.seconds(plan_.cells[cell]).value_or(NAN);
  for (const Pool::Running& running : pool_.running()) {
    const PlannedRun& cell = plan_.cells[running.piece];
    const double progress = running.moment.sequences / std::strtod(cell.value("train.sequences").c_str(), nullptr);
    seconds += estimate_.seconds(cell).value_or(NAN) * (1 - progress);
  }
  return std::isnan(seconds) || seconds == 0 ? "" : fmt::format("; {} left", duration(seconds / options_.jobs));
}

std::string Dispatch::json_of(std::size_t cell) const {
  return fmt::format("\"run\":{}", json_string(plan_.cells[cell].run));
}

void Dispatch::draw() {
  std::vector<std::string> lines = {
      fmt::format("{} {} {} running, {} failed{}{}", count(), plan_.name, pool_.running().size(), failures_,
                  elsewhere_.empty() ? "" : fmt::format(", {} elsewhere", elsewhere_.size()), time_left())};
  for (const Pool::Running& running : pool_.running()) {
    const PlannedRun& cell = plan_.cells[running.piece];
    const double total = std::strtod(cell.value("train.sequences").c_str(), nullptr);
    lines.push_back(fmt::format("  {:<40} {:>3.0f} %  loss {:.4f}  errors {:.2f}", plan_.describe(cell),
                                100 * running.moment.sequences / total, running.moment.loss, running.moment.errors));
  }
  live_.draw(lines);
}

}  // namespace

std::vector<RunCard> read_runs(std::span<const PlannedRun> cells, const std::filesystem::path& out) {
  std::vector<std::filesystem::path> places;
  for (const PlannedRun& cell : cells)
    if (std::filesystem::exists(out / cell.run / "run.h5")) places.push_back(out / cell.run);
  std::vector<CatalogProblem> problems;  // a file that cannot be read is told about when its cell has its turn
  return read_catalog(places, &problems);
}

std::vector<CellState> look_at(std::span<const PlannedRun> cells, const std::filesystem::path& out) {
  std::map<std::string, CellState> known;
  for (const RunCard& card : read_runs(cells, out)) known[card.file.parent_path().filename()] = state_of(card.record);
  std::vector<CellState> states;
  for (const PlannedRun& cell : cells) {
    states.push_back(known[cell.run]);
    states.back().there = states.back().there || std::filesystem::exists(out / cell.run / "run.h5");
  }
  return states;
}

int dispatch(const Plan& plan, std::vector<CellState>& states, const DispatchOptions& options) {
  return Dispatch(plan, states, options).run();
}

}  // namespace memnet
