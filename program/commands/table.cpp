// memnet table: prints finished runs as a Markdown table, in the form that results/ holds.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>

#include "memnet/base/error.hpp"
#include "program/commands/command.hpp"
#include "program/commands/saved_runs.hpp"
#include "program/comparison/bank.hpp"
#include "program/records/builds.hpp"
#include "program/records/record.hpp"
#include "program/records/recorded_task.hpp"
#include "program/records/run_index.hpp"
#include "program/records/solved.hpp"
#include "program/text/printable.hpp"

namespace memnet {
namespace {

// Returns the name of a run without its seed and hash.
std::string experiment_of(const RunRecord& record) {
  return run_name_prefix(recorded_option(record, "task"), recorded_scheme(record));
}

// Returns all options that can change a result, except the seed: runs with the same text are one table. These options
// have a section, or select the task or the model.
std::string settings_of(const RunRecord& record) {
  std::string settings;
  for (const auto& [name, value, is_number] : record.options)
    if (name == "task" || name == "model" || name.find('.') != name.npos)
      settings += fmt::format("{} = {}\n", name, value);
  return settings;
}

// Returns the options in which a run differs from the other runs with the same name, such as ", task.tasks = 2".
std::string difference(const RunRecord& run, const std::vector<const RunRecord*>& others) {
  std::string text;
  for (const NamedText& option : run.options) {
    const bool differs = std::ranges::any_of(others, [&](const RunRecord* other) {
      return option.name.find('.') != option.name.npos && experiment_of(*other) == experiment_of(run) &&
             recorded_option(*other, option.name) != option.text;
    });
    if (differs) text += fmt::format(", {} = {}", option.name, option.text);
  }
  return text;
}

// A metric as a column shows it, and the expectation that it is compared with.
struct ShownMetric {
  const char* metric;
  const char* title;  // before " at 20"
  const char* unit;
  double scale;
  int digits;
  const char* expectation;  // the option that holds the bound
};
constexpr ShownMetric kTrained = {"errors", "bit errors", "", 1, 3, "expect.errors"};
constexpr ShownMetric kTrainedOther = {"errors", "errors", "", 1, 3, "expect.errors"};
constexpr ShownMetric kBeyond = {"error_rate", "error rate", " %", 100, 3, "expect.error_rate"};
constexpr ShownMetric kUncertain = {"excess_bits", "bits above the best", "", 1, 2, "expect.excess_bits"};
constexpr ShownMetric kUncertainBeyond = {"excess_bits", "bits above the best", "", 1, 2, ""};
constexpr ShownMetric kQuestions = {"error_rate", "wrong answers", " %", 100, 1, "expect.errors"};
constexpr ShownMetric kExact = {"exact", "exact", " %", 100, 1, ""};

// A metric at one length. There is a column for each length, and a last one for the fraction of exact sequences.
struct MetricColumn {
  ShownMetric shown;
  std::size_t length;
};
std::vector<MetricColumn> columns_of(const RunRecord& run) {
  const RunRecord::Sweeps& sweep = run.final_sweep;
  const std::optional<int> longest = longest_trained_length(run);
  const ShownMetric& errors = recorded_answers(run) == TargetKind::bits ? kTrained : kTrainedOther;
  std::vector<MetricColumn> columns;
  for (std::size_t i = 0; i < sweep.lengths.size(); ++i) {
    const bool trained = !longest || sweep.lengths[i] <= *longest;
    if (answers_words(run))
      columns.push_back({kQuestions, i});
    else
      columns.push_back(
          {best_is_free(sweep) ? (trained ? errors : kBeyond) : (trained ? kUncertain : kUncertainBeyond), i});
  }
  if (!columns.empty() && best_is_free(sweep) && !answers_words(run)) columns.push_back({kExact, 0});
  return columns;
}

std::string value_text(const RunRecord& run, const MetricColumn& column) {
  if (run.final_sweep.lengths.empty()) return "";
  return fmt::format("{:.{}f}{}", column.shown.scale * metric(run.final_sweep, column.shown.metric, column.length),
                     column.shown.digits, column.shown.unit);
}

// Returns whether the run meets the expectations of its experiment: "yes", "no", or "" if there are none.
std::string verdict(const RunRecord& run, const std::vector<MetricColumn>& columns) {
  bool expected = false, kept = run.status == "finished" && !run.final_sweep.lengths.empty();
  for (const MetricColumn& column : columns) {
    const double bound = recorded_option_number(run, column.shown.expectation).value_or(0);
    if (bound == 0) continue;
    expected = true;
    kept &= metric(run.final_sweep, column.shown.metric, column.length) < bound;
  }
  return !expected ? "" : kept ? "yes" : "no";
}

void print_group(const std::string& title, const std::vector<RunRecord>& runs) {
  // The columns are those of a finished run; the others leave them empty.
  const auto ended = std::ranges::find_if(runs, [](const RunRecord& run) { return !run.final_sweep.lengths.empty(); });
  const RunRecord& model = ended == runs.end() ? runs.front() : *ended;
  const std::vector<MetricColumn> columns = columns_of(model);
  const bool expected = !verdict(model, columns).empty();
  fmt::print("### {}\n\n| seed | status | sequences | seconds |", printable(title));
  std::string rule = "|---|---|---|---|";
  for (const MetricColumn& column : columns) {
    fmt::print(" {} at {} |", column.shown.title, model.final_sweep.lengths[column.length]);
    rule += "---|";
  }
  fmt::print("{}\n{}{}\n", expected ? " as expected |" : "", rule, expected ? "---|" : "");
  std::size_t kept = 0;
  for (const RunRecord& run : runs) {
    fmt::print("| {} | {} | {:.0f} | {} |", printable(recorded_option(run, "seed")), printable(run.status),
               recorded_number(run.counters, "sequences"), printable(recorded_timing(run, "seconds")));
    for (const MetricColumn& column : columns) fmt::print(" {} |", value_text(run, column));
    const std::string as_expected = verdict(run, columns);
    fmt::print("{}\n", expected ? fmt::format(" {} |", as_expected) : "");
    kept += as_expected == "yes" ? 1 : 0;
  }
  if (expected) fmt::print("\n{} of {} runs are as expected.\n", kept, runs.size());
  fmt::print("\n");
}

class TableCommand final : public Command {
 public:
  std::string help() const override {
    return "memnet table RUN|PLAN|FOLDER ...\n"
           "\n"
           "  memnet table runs                    all runs of a folder\n"
           "  memnet table runs/copy-* > copy.md   some of them, into a file\n"
           "  memnet table runs/quick-90cd3f2a     those of a comparison, also from its bank (memnet gather)\n"
           "\n"
           "Prints one row for each run, whatever its status; below them, how many runs meet the expectations "
           "(expect.*) of their\n"
           "experiment.\n";
  }

  void declare(const Options::Section& options) override { banks_.declare(options); }

  int run(const Arguments& arguments) override {
    if (arguments.positional.empty())
      fail(ErrorKind::usage, "table: expected runs, or folders of runs; 'memnet help table' shows examples");
    std::vector<std::string> builds;
    std::map<std::string, std::vector<RunRecord>> groups;
    std::vector<UnreadableRun> unreadable;
    for (RunSummary& summary : read_runs(arguments.positional, banks_, unreadable)) {
      const std::string group = experiment_of(summary.record) + "\n" + settings_of(summary.record);
      builds.push_back(build_of(summary.record));
      groups[group].push_back(std::move(summary.record));
    }
    std::vector<const RunRecord*> one_of_each;
    for (const auto& [group, runs] : groups) one_of_each.push_back(&runs.front());
    for (auto& [group, runs] : groups) {
      const std::string title = experiment_of(runs.front()) + difference(runs.front(), one_of_each);
      std::ranges::sort(runs, {}, recorded_seed);
      print_group(title, runs);
    }
    if (!builds.empty()) fmt::print("Builds: {}\n", printable(builds_in_words(builds)));
    return report_unreadable(unreadable);
  }

 private:
  BankOptions banks_;
};

}  // namespace

std::unique_ptr<Command> make_table_command() { return std::make_unique<TableCommand>(); }

}  // namespace memnet
