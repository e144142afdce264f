// memnet status: shows how much of a comparison is done.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"
#include "memnet/os/folder_lock.hpp"
#include "program/commands/command.hpp"
#include "program/comparison/bank.hpp"
#include "program/comparison/plan.hpp"
#include "program/records/run_index.hpp"
#include "program/records/run_status.hpp"
#include "program/terminal/standard_streams.hpp"
#include "program/text/columns.hpp"
#include "program/text/json.hpp"
#include "program/text/printable.hpp"

namespace memnet {
namespace {

namespace fs = std::filesystem;

enum class RunStatus { done, failed, running, stopped, missing };
constexpr std::array<const char*, 5> kStatusNames = {"done", "failed", "running", "stopped", "missing"};
using StatusCounts = std::array<int, kStatusNames.size()>;

std::string counts_in_words(const StatusCounts& counts) {
  std::string words;
  for (std::size_t s = 0; s < counts.size(); ++s)
    if (counts[s] > 0) append_item(words, fmt::format("{} {}", counts[s], kStatusNames[s]));
  return words;
}

// The status of the runs of a plan, by their names.
class StatusOfRuns {
 public:
  StatusOfRuns(const Plan& plan, const fs::path& out, const BankOptions& banks) : out_(out) {
    std::vector<UnreadableRun> unreadable;
    std::vector<RunSummary> summaries = read_planned_runs(plan.runs, out, &unreadable);
    left_out_ = Bank(plan, banks).complete(summaries);
    for (UnreadableRun& run : unreadable)
      recorded_[run.file.parent_path().filename()] = {"unreadable", std::move(run.message)};
    for (const RunSummary& summary : summaries)
      recorded_[summary.record.name] = {summary.record.status, summary.record.message};
  }

  RunStatus status(const PlannedRun& run) const {
    const auto found = recorded_.find(run.name);
    const std::string status =
        found == recorded_.end() ? present_status("missing", folder_in_use(out_ / run.name)) : found->second.status;
    if (status == "finished") return RunStatus::done;
    if (status == "running") return RunStatus::running;
    if (status == "diverged" || status == "unreadable") return RunStatus::failed;
    return status == "missing" ? RunStatus::missing : RunStatus::stopped;
  }
  const std::string& message(const PlannedRun& run) const { return recorded_.at(run.name).message; }
  const std::string& left_out() const { return left_out_; }  // what Bank::complete() returned

 private:
  struct Recorded {
    std::string status, message;
  };
  fs::path out_;
  std::map<std::string, Recorded> recorded_;
  std::string left_out_;
};

// Prints a line for each combination, in the order of the plan.
void print_counts(const std::vector<std::string>& axes,
                  const std::vector<std::pair<std::vector<std::string>, StatusCounts>>& rows) {
  std::vector<std::size_t> widths;
  for (std::size_t a = 0; a < axes.size(); ++a) {
    widths.push_back(axes[a].size());
    for (const auto& [place, counts] : rows) widths[a] = std::max(widths[a], columns_of(printable(place[a])));
  }
  const auto print_place = [&](const std::vector<std::string>& place) {
    for (std::size_t a = 0; a < axes.size(); ++a) fmt::print("{}  ", filled_behind(printable(place[a]), widths[a]));
  };
  print_place(axes);
  for (const char* status : kStatusNames) fmt::print("{:>9}", status);
  fmt::print("\n");
  for (const auto& [place, counts] : rows) {
    print_place(place);
    for (const int count : counts) fmt::print("{:>9}", count == 0 ? "-" : std::to_string(count));
    fmt::print("\n");
  }
}

// Returns a run of the plan as a JSON object.
std::string json_of(const Plan& plan, const PlannedRun& run, RunStatus status, const std::string& message) {
  const std::vector<std::string> names = plan.axis_names(), place = plan.place(run);
  std::string axes;
  for (std::size_t a = 0; a < names.size(); ++a)
    append_item(axes, json_string(printable(names[a])) + ":" + json_string(printable(place[a])), ",");
  return fmt::format(R"({{"run":{},"axes":{{{}}},"seed":{},"status":"{}","message":{}}})",
                     json_string(printable(run.name)), axes, parse_number<std::uint64_t>(run.value("seed")).value_or(0),
                     kStatusNames[static_cast<std::size_t>(status)], json_string(printable(message)));
}

void print_json(const Plan& plan, const StatusCounts& counts, const std::string& runs) {
  std::string fields;
  for (std::size_t s = 0; s < counts.size(); ++s)
    append_item(fields, fmt::format("\"{}\":{}", kStatusNames[s], counts[s]), ",");
  fmt::print("{{\"plan\":{},{},\"runs\":[{}]}}\n", json_string(printable(plan.name)), fields, runs);
}

class StatusCommand final : public Command {
 public:
  std::string help() const override {
    return "memnet status PLAN [--json]\n"
           "\n"
           "  memnet status runs/quick-3f2a90cd      the plan is the folder that 'memnet compare' names\n"
           "\n"
           "Prints for each combination how many runs are done, failed, running, stopped (started, but no process "
           "works on them)\n"
           "or missing, and why runs failed. 'memnet compare PLAN' trains what is not done.\n";
  }

  void declare(const Options::Section& options) override {
    options.add("json", json_, "print one JSON object with the counts and every run");
    banks_.declare(options);
  }

  int run(const Arguments& arguments) override {
    const fs::path place = arguments.only_one("the folder of a comparison");
    if (!is_plan(place))
      fail(ErrorKind::usage, "status: {} holds no plan; give the folder that 'memnet compare' names", place.string());
    const Plan plan = read_plan(place);
    const StatusOfRuns runs(plan, plan_folder(place).parent_path(), banks_);
    if (!runs.left_out().empty()) write_now(stderr, runs.left_out() + "\n");

    StatusCounts all{};
    int unfinished = 0;
    std::vector<std::pair<std::vector<std::string>, StatusCounts>> rows;
    std::string failures, json;
    for (const PlannedRun& run : plan.runs) {
      const RunStatus status = runs.status(run);
      std::vector<std::string> where = plan.place(run);
      auto row = std::ranges::find(rows, where, &std::pair<std::vector<std::string>, StatusCounts>::first);
      if (row == rows.end()) row = rows.insert(row, {std::move(where), StatusCounts{}});
      ++row->second[static_cast<std::size_t>(status)];
      ++all[static_cast<std::size_t>(status)];
      unfinished += status == RunStatus::stopped || status == RunStatus::missing ? 1 : 0;
      if (json_)
        append_item(json, json_of(plan, run, status, status == RunStatus::failed ? runs.message(run) : ""), ",");
      else if (status == RunStatus::failed)
        failures += printable(fmt::format("  {}: {}", plan.describe(run), runs.message(run))) + "\n";
    }
    if (json_) {
      print_json(plan, all, json);
      return 0;
    }
    fmt::print("{}: {} runs: {}\n\n", plan.name, plan.runs.size(), counts_in_words(all));
    print_counts(plan.axis_names(), rows);
    if (!failures.empty()) fmt::print("\nFailed:\n{}", failures);
    if (unfinished > 0) fmt::print("\nTo continue:  memnet compare {}\n", place.string());
    return 0;
  }

 private:
  bool json_ = false;
  BankOptions banks_;
};

}  // namespace

std::unique_ptr<Command> make_status_command() { return std::make_unique<StatusCommand>(); }

}  // namespace memnet
