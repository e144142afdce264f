// memnet status: how far a comparison is.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"
#include "memnet/os/folder_lock.hpp"
#include "program/commands/command.hpp"
#include "program/comparison/plan.hpp"
#include "program/records/run_index.hpp"
#include "program/text/printable.hpp"

namespace memnet {

extern const char* const kHelp_status;
const char* const kHelp_status =
    "memnet status PLAN\n\n"
    "  memnet status runs/quick-3f2a90cd      the plan is the folder that 'memnet compare' names\n\n"
    "How many cells of a comparison are done, failed, running, stopped (begun, but nobody works on them) or missing, "
    "for\n"
    "each combination; and why those failed that did. Whatever is not done is done by 'memnet compare PLAN'.\n";

namespace {

namespace fs = std::filesystem;

enum State { done, failed, running, stopped, missing };
constexpr std::array<const char*, 5> kStates = {"done", "failed", "running", "stopped", "missing"};
using Counts = std::array<int, kStates.size()>;

std::string in_words(const Counts& counts) {
  std::string words;
  for (std::size_t s = 0; s < counts.size(); ++s)
    if (counts[s] > 0) append_item(words, fmt::format("{} {}", counts[s], kStates[s]));
  return words;
}

// What is known of the runs of a plan, by their names.
class Runs {
 public:
  Runs(const Plan& plan, const fs::path& out) : out_(out) {
    std::vector<UnreadableRun> unreadable;
    for (const RunSummary& summary : read_planned_runs(plan.runs, out, &unreadable))
      known_[summary.file.parent_path().filename()] = {summary.record.status, summary.record.message};
    for (UnreadableRun& run : unreadable)
      known_[run.file.parent_path().filename()] = {"unreadable", std::move(run.message)};
  }

  State state(const PlannedRun& run) const {
    const auto found = known_.find(run.name);
    const std::string status = found == known_.end() ? "" : found->second.status;
    if (status == "finished") return done;
    if (folder_in_use(out_ / run.name)) return running;
    if (status == "diverged" || status == "unreadable") return failed;
    return status.empty() ? missing : stopped;
  }
  const std::string& message(const PlannedRun& run) const { return known_.at(run.name).message; }

 private:
  struct Known {
    std::string status, message;
  };
  fs::path out_;
  std::map<std::string, Known> known_;
};

// A line for each combination, in the order of the plan.
void print_table(const std::vector<std::string>& axes,
                 const std::vector<std::pair<std::vector<std::string>, Counts>>& rows) {
  std::vector<std::size_t> widths;
  for (std::size_t a = 0; a < axes.size(); ++a) {
    widths.push_back(axes[a].size());
    for (const auto& [place, counts] : rows) widths[a] = std::max(widths[a], place[a].size());
  }
  const auto print_place = [&](const std::vector<std::string>& place) {
    for (std::size_t a = 0; a < axes.size(); ++a) fmt::print("{:<{}}  ", printable(place[a]), widths[a]);
  };
  print_place(axes);
  for (const char* state : kStates) fmt::print("{:>9}", state);
  fmt::print("\n");
  for (const auto& [place, counts] : rows) {
    print_place(place);
    for (const int count : counts) fmt::print("{:>9}", count == 0 ? "-" : std::to_string(count));
    fmt::print("\n");
  }
}

}  // namespace

int command_status(const Arguments& arguments) {
  const fs::path place = only_argument(arguments, "status", "the folder of a comparison");
  Options(arguments.settings).finish();
  if (!is_plan(place))
    fail(ErrorKind::usage, "status: {} holds no plan; give the folder that 'memnet compare' names", place.string());
  const Plan plan = read_plan(place);
  const Runs runs(plan, plan_folder(place).parent_path());

  Counts all{};
  std::vector<std::pair<std::vector<std::string>, Counts>> rows;
  std::string failures;
  for (const PlannedRun& run : plan.runs) {
    const State state = runs.state(run);
    std::vector<std::string> where = plan.place(run);
    auto row = std::ranges::find(rows, where, &std::pair<std::vector<std::string>, Counts>::first);
    if (row == rows.end()) row = rows.insert(row, {std::move(where), Counts{}});
    ++row->second[state];
    ++all[state];
    if (state == failed) failures += printable(fmt::format("  {}: {}", plan.describe(run), runs.message(run))) + "\n";
  }
  fmt::print("{}: {} runs: {}\n\n", plan.name, plan.runs.size(), in_words(all));
  print_table(plan.axis_names(), rows);
  if (!failures.empty()) fmt::print("\nFailed:\n{}", failures);
  if (all[stopped] + all[missing] > 0) fmt::print("\nTo go on:  memnet compare {}\n", place.string());
  return 0;
}

}  // namespace memnet
