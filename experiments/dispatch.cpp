#include "experiments/dispatch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <deque>
#include <map>
#include <memory>

#include "experiments/criterion.hpp"
#include "experiments/estimate.hpp"
#include "experiments/live_table.hpp"
#include "experiments/pool.hpp"
#include "experiments/progress.hpp"
#include "experiments/runner.hpp"
#include "experiments/signals.hpp"
#include "memnet/core/error.hpp"
#include "memnet/io/atomic_file.hpp"
#include "memnet/io/folder_lock.hpp"
#include "memnet/io/run_file.hpp"

namespace memnet {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kGlance = std::chrono::milliseconds(100);
constexpr auto kBetweenVisits = std::chrono::milliseconds(300);  // to cells that others work on

CellState state_of(const RunRecord& record) {
  if (record.status == "finished") return {.settled = true, .failure = "", .code = 0};
  if (record.status == "diverged")
    return {.settled = true, .failure = record.message, .code = static_cast<int>(ErrorKind::diverged)};
  return {};
}

double seconds_of(const RunRecord& record) {
  for (const auto& [name, value] : record.timing)
    if (name == "seconds") return std::strtod(value.c_str(), nullptr);
  return 0;
}

// What the child does. The folder's lock came with the fork.
int carry_out(const Cell& cell, const std::string& origin, const DispatchOptions& options,
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
  fmt::print(stderr, "{} after {:.0f} sequences", solved(record.final_sweep, 0, *experiment.task) ? "solved" : "not solved",
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
  void settle(const Pool::Ended& ended);
  void done(std::size_t cell, const std::string& what, double seconds);
  void failed(std::size_t cell, const std::string& reason, int code);
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
  std::deque<std::size_t> elsewhere_;  // cells that other processes work on
  std::size_t settled_ = 0, failures_ = 0;
};

Dispatch::Dispatch(const Plan& plan, std::vector<CellState>& states, const DispatchOptions& options)
    : plan_(plan), states_(states), options_(options), pool_(options.jobs),
      live_(options.behaviour.quiet, options.behaviour.log_format == "json") {
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (!states[i].settled) to_do_.push_back(i);
    else ++settled_;
    if (states[i].seconds > 0) estimate_.learn(plan.cells[i], states[i].seconds);
  }
  live_.event("compare_start",
              fmt::format("{}: {} cells, {} of them there already; {} at a time", plan.name, plan.cells.size(), settled_,
                          options.jobs),
              fmt::format("\"plan\":{},\"cells\":{},\"settled\":{}", json_string(plan.name), plan.cells.size(), settled_));
}

int Dispatch::run() {
  int signal = 0;
  Clock::time_point last_visit = Clock::now();
  while (!to_do_.empty() || !elsewhere_.empty() || !pool_.running().empty()) {
    if (signal == 0 && signal_caught() != 0) {
      signal = signal_caught();
      stop();
    }
    if (to_do_.empty() && Clock::now() - last_visit >= kBetweenVisits) {
      to_do_.swap(elsewhere_);
      last_visit = Clock::now();
    }
    while (!pool_.full() && !to_do_.empty()) {
      const std::size_t cell = to_do_.front();
      to_do_.pop_front();
      visit(cell);
    }
    for (const Pool::Ended& ended : pool_.wait(kGlance)) settle(ended);
    if (live_.due()) draw();
  }
  return signal;
}

// Claims the cell and starts it, unless it is being done, or was done meanwhile, by another process.
void Dispatch::visit(std::size_t cell) {
  try {
    claim_directory(folder_of(cell));
    const std::unique_ptr<FolderLock> lock = FolderLock::attempt(folder_of(cell));
    if (lock == nullptr) {
      elsewhere_.push_back(cell);
      return;
    }
    std::optional<RunRecord> before;
    if (std::filesystem::exists(folder_of(cell) / "run.h5")) before = read_run_file(folder_of(cell) / "run.h5");
    states_[cell] = before ? state_of(*before) : CellState{};
    if (states_[cell].code != 0) {
      failed(cell, states_[cell].failure, states_[cell].code);
    } else if (states_[cell].settled) {
      done(cell, "done by another process", 0);
    } else {
      pool_.start(cell, [&](Progress& progress) { return carry_out(plan_.cells[cell], plan_.name, options_, before, progress); });
      live_.event("cell_start", "", json_of(cell));
    }
  } catch (const Error& error) {
    failed(cell, error.what(), error.exit_code());
  }
}

void Dispatch::settle(const Pool::Ended& ended) {
  if (ended.crashed) {
    failed(ended.piece, fmt::format("ended by signal {} ({}){}{}", ended.code - 128, strsignal(ended.code - 128),
                                    ended.words.empty() ? "" : ": ", ended.words), static_cast<int>(ErrorKind::io));
  } else if (ended.code == 0) {
    states_[ended.piece] = {.settled = true, .failure = "", .code = 0, .seconds = ended.seconds};
    estimate_.learn(plan_.cells[ended.piece], ended.seconds);
    done(ended.piece, ended.words, ended.seconds);
  } else if (ended.code < 128) {  // otherwise it was asked to stop, and has saved what it had
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

void Dispatch::failed(std::size_t cell, const std::string& reason, int code) {
  states_[cell] = {.settled = true, .failure = reason, .code = code};
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
    const Cell& cell = plan_.cells[running.piece];
    const double progress = running.moment.sequences / std::strtod(cell.value("train.sequences").c_str(), nullptr);
    seconds += estimate_.seconds(cell).value_or(NAN) * (1 - progress);
  }
  return std::isnan(seconds) || seconds == 0 ? "" : fmt::format("; {} left", duration(seconds / options_.jobs));
}

std::string Dispatch::json_of(std::size_t cell) const {
  return fmt::format("\"run\":{}", json_string(plan_.cells[cell].run));
}

void Dispatch::draw() {
  std::vector<std::string> lines = {fmt::format("{} {} settled, {} running, {} failed{}{}", plan_.name, count(),
                                                pool_.running().size(), failures_,
                                                elsewhere_.empty() ? "" : fmt::format(", {} elsewhere", elsewhere_.size()),
                                                time_left())};
  for (const Pool::Running& running : pool_.running()) {
    const Cell& cell = plan_.cells[running.piece];
    const double total = std::strtod(cell.value("train.sequences").c_str(), nullptr);
    lines.push_back(fmt::format("  {:<40} {:>3.0f} %  loss {:.4f}  bit errors {:.2f}", plan_.describe(cell),
                                100 * running.moment.sequences / total, running.moment.loss, running.moment.bit_errors));
  }
  live_.draw(lines);
}

}  // namespace

std::vector<RunCard> read_runs(const Plan& plan, const std::filesystem::path& out) {
  std::vector<std::filesystem::path> places;
  for (const Cell& cell : plan.cells)
    if (std::filesystem::exists(out / cell.run / "run.h5")) places.push_back(out / cell.run);
  std::vector<CatalogProblem> problems;  // a file that cannot be read is told about when its cell has its turn
  return read_catalog(places, &problems);
}

std::vector<CellState> look_at(const Plan& plan, const std::filesystem::path& out) {
  std::map<std::string, CellState> known;
  for (const RunCard& card : read_runs(plan, out)) {
    CellState state = state_of(card.record);
    if (state.settled) state.seconds = seconds_of(card.record);
    known[card.file.parent_path().filename()] = state;
  }
  std::vector<CellState> states;
  for (const Cell& cell : plan.cells) states.push_back(known[cell.run]);
  return states;
}

int dispatch(const Plan& plan, std::vector<CellState>& states, const DispatchOptions& options) {
  return Dispatch(plan, states, options).run();
}

}  // namespace memnet
