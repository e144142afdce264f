// memnet table: finished runs as a Markdown table, the way they are kept in results/.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "experiments/catalog.hpp"
#include "experiments/command.hpp"
#include "experiments/printable.hpp"
#include "experiments/summary.hpp"
#include "memnet/core/error.hpp"

namespace memnet {

extern const char* const kHelp_table;
const char* const kHelp_table =
    "memnet table RUN|FOLDER ...\n\n"
    "  memnet table runs                 all runs of a folder\n"
    "  memnet table runs/copy-* > copy.md\n\n"
    "One row for each run, every seed shown, whatever became of it; below them, how many reached what their experiment\n"
    "expects.\n";

namespace {

// The run without its seed and hash: what rows are gathered by.
std::string experiment_of(const RunRecord& record) { return record.name.substr(0, record.name.rfind("-s")); }

std::string timing(const RunRecord& record, const std::string& name) {
  for (const auto& [key, value] : record.timing)
    if (key == name) return value;
  return "";
}

// Does the run keep within what its experiment expects? Empty where nothing was expected.
std::string verdict(const RunRecord& record, double longest) {
  const double bits = std::strtod(recorded_option(record, "expect.bit_errors").c_str(), nullptr);
  const double rate = std::strtod(recorded_option(record, "expect.bit_error_rate").c_str(), nullptr);
  if (bits == 0 && rate == 0) return "";
  bool kept = record.status == "finished" && !record.final_sweep.lengths.empty();
  for (std::size_t i = 0; i < record.final_sweep.lengths.size(); ++i) {
    if (record.final_sweep.lengths[i] <= longest) kept &= bits == 0 || metric(record.final_sweep, "bit_errors", i) < bits;
    else kept &= rate == 0 || metric(record.final_sweep, "bit_error_rate", i) < rate;
  }
  return kept ? "yes" : "no";
}

void print_group(const std::string& name, const std::vector<RunRecord>& runs) {
  const RunRecord& first = runs.front();
  const double longest = std::strtod(recorded_option(first, "task.max_length").c_str(), nullptr);
  const std::vector<double>& lengths = runs.back().final_sweep.lengths;
  fmt::print("### {}\n\n| seed | status | sequences | seconds |", printable(name));
  std::string rule = "|---|---|---|---|";
  for (const double length : lengths) {
    fmt::print(" {} |", length <= longest ? fmt::format("bit errors at {}", length) : fmt::format("error rate at {}", length));
    rule += "---|";
  }
  const bool expected = !verdict(first, longest).empty();
  fmt::print(" exact at {}{} |\n{}---|{}\n", lengths.empty() ? 0 : lengths.front(), expected ? " | as expected" : "", rule,
             expected ? "---|" : "");
  std::size_t kept = 0;
  for (const RunRecord& run : runs) {
    fmt::print("| {} | {} | {:.0f} | {} |", printable(recorded_option(run, "seed")), printable(run.status),
               recorded_number(run.counters, "sequences"), printable(timing(run, "seconds")));
    for (std::size_t i = 0; i < lengths.size(); ++i) {
      if (lengths[i] <= longest) fmt::print(" {:.3f} |", metric(run.final_sweep, "bit_errors", i));
      else fmt::print(" {:.3f} % |", 100 * metric(run.final_sweep, "bit_error_rate", i));
    }
    fmt::print(" {:.1f} % |", 100 * metric(run.final_sweep, "exact", 0));
    const std::string as_expected = verdict(run, longest);
    if (!as_expected.empty()) fmt::print(" {} |", as_expected);
    fmt::print("\n");
    kept += as_expected == "yes" ? 1 : 0;
  }
  if (expected) fmt::print("\n{} of {} runs are as expected.\n", kept, runs.size());
  fmt::print("\n");
}

}  // namespace

int command_table(const Arguments& arguments) {
  if (arguments.positional.empty()) fail(ErrorKind::usage, "memnet table: expected runs, or folders of runs");
  Options(arguments.settings).finish();
  const std::vector<std::filesystem::path> places(arguments.positional.begin(), arguments.positional.end());
  std::map<std::string, std::vector<RunRecord>> groups;
  for (RunCard& card : read_catalog(places)) {
    const std::string group = experiment_of(card.record);
    groups[group].push_back(std::move(card.record));
  }
  for (auto& [name, runs] : groups) {
    std::ranges::sort(runs, {}, [](const RunRecord& run) { return std::strtoull(recorded_option(run, "seed").c_str(), nullptr, 10); });
    print_group(name, runs);
  }
  return 0;
}

}  // namespace memnet
