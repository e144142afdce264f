#include "program/commands/comparer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "memnet/base/error.hpp"
#include "memnet/os/atomic_file.hpp"
#include "program/comparison/comparison_file.hpp"
#include "program/comparison/comparison_table.hpp"
#include "program/comparison/effects.hpp"
#include "program/comparison/tuning.hpp"
#include "program/experiment/build.hpp"
#include "program/experiment/provenance.hpp"
#include "program/records/builds.hpp"
#include "program/records/run_path.hpp"
#include "program/terminal/signals.hpp"
#include "program/terminal/standard_streams.hpp"

namespace memnet {
namespace {

// Returns true if the folder of a comparison is there and cannot be written.
bool is_archive(const std::filesystem::path& folder) {
  return std::filesystem::exists(folder) && !is_writable_folder(folder);
}

// Returns what the tuning runs of a plan tried, if their plan is beside it.
std::vector<TunedCell> tried_for(const Plan& plan, const std::filesystem::path& out, const BankOptions& banks) {
  const std::filesystem::path folder = out / plan.tuning.plan;
  if (plan.tuning.options.empty() || !is_plan(folder)) return {};
  const Plan tuning = read_plan(folder);
  return tuned_cells(compare_runs(tuning, read_results(tuning, out, Bank(tuning, banks))), plan.tuning.options.size());
}

// Throws an Error of kind usage if training the missing runs would add those of this build to those of another one.
void require_one_build(const Plan& plan, const std::vector<RunState>& states) {
  const std::string now = this_build().name;
  std::vector<std::string> others;
  bool is_missing = false;
  for (const RunState& state : states) {
    if (state.exists && !state.build.empty() && state.build != now) others.push_back(state.build);
    is_missing = is_missing || !state.ended;
  }
  if (!is_missing || others.empty()) return;
  fail(
      ErrorKind::usage,
      "{}: {}, and the missing ones would be by {}, which gives other bits; train them with that build, choose another "
      "--out, or mix both with --other-build",
      plan.name, builds_in_words(others), now);
}

}  // namespace

Comparer::Comparer(const Request& request, const Arguments& arguments)
    : banks_{.banks = request.compare.banks, .other_build = request.behavior.other_build} {
  const int jobs = request.compare.jobs;
  options_.behavior = request.behavior;
  options_.out = options_.behavior.out;
  options_.jobs = jobs > 0 ? jobs : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  options_.fail_fast = request.compare.fail_fast || !request.compare.keep_going;
  options_.provenance = provenance(arguments.command_line);
}

KnownPlan Comparer::known(const Plan& plan, const std::string& against) const {
  KnownPlan known{.plan = plan, .bank = Bank(plan, banks_), .states = {}, .against = against};
  std::string left_out;
  known.states = scan_runs(plan.runs, options_.out, known.bank, &left_out);
  if (!left_out.empty() && !options_.behavior.quiet) write_now(stderr, left_out + "\n");
  return known;
}

std::optional<ComparisonResult> Comparer::results(const KnownPlan& known) const {
  const std::vector<RunSummary> summaries = read_results(known.plan, options_.out, known.bank);
  if (summaries.empty()) return std::nullopt;
  ComparisonResult results = compare_runs(known.plan, summaries);
  if (!known.against.empty()) results.effects = effects_against(results, known.against);
  return results;
}

std::optional<ComparisonResult> Comparer::write_results(const KnownPlan& known) const {
  std::optional<ComparisonResult> comparison = results(known);
  const std::filesystem::path folder = options_.out / known.plan.name;
  if (comparison && !is_archive(folder)) write_comparison(*comparison, folder);
  return comparison;
}

int Comparer::train(KnownPlan& known, bool no_wait) {
  if (!options_.behavior.other_build) require_one_build(known.plan, known.states);
  write_plan(known.plan, options_.out);
  options_.no_wait = no_wait;
  options_.write_results = [&] { write_results(known); };
  catch_signals();
  return run_plan(known.plan, known.states, options_);
}

void Comparer::print_results(const KnownPlan& known) const {
  if (std::ranges::none_of(known.states, &RunState::ended))
    fail(ErrorKind::data, "{}: no run has ended yet; train them with the same command without --no-training",
         known.plan.name);
  write_plan(known.plan, options_.out);
  print_comparison(known);
}

void Comparer::print_comparison(const KnownPlan& known) const {
  std::optional<ComparisonResult> comparison = write_results(known);
  if (!comparison || options_.behavior.quiet || options_.behavior.log_format != "text") return;
  comparison->tuning = tried_for(known.plan, options_.out, banks_);
  const std::filesystem::path folder = options_.out / known.plan.name;
  const std::vector<std::filesystem::path> runs = existing_runs(known.plan.runs, options_.out);
  fmt::print("\n{}\nAll numbers: {}, runs.csv, compare.h5{}{}{}\n", comparison_table(*comparison),
             (folder / "compare.csv").string(), comparison->effects ? ", differences.csv" : "",
             is_archive(folder) ? " (not written again: read-only)" : "",
             runs.empty() ? "" : fmt::format("; a run: memnet show {}", runs.front().string()));
}

}  // namespace memnet
