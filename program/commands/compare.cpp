// memnet compare: compares addressing schemes on many tasks and seeds.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstring>
#include <filesystem>
#include <optional>
#include <thread>

#include "memnet/base/error.hpp"
#include "memnet/os/atomic_file.hpp"
#include "program/commands/command.hpp"
#include "program/commands/requested_plan.hpp"
#include "program/comparison/bank.hpp"
#include "program/comparison/comparison.hpp"
#include "program/comparison/comparison_file.hpp"
#include "program/comparison/comparison_table.hpp"
#include "program/comparison/grid.hpp"
#include "program/comparison/plan.hpp"
#include "program/comparison/scheduler.hpp"
#include "program/comparison/time_estimate.hpp"
#include "program/experiment/build.hpp"
#include "program/experiment/provenance.hpp"
#include "program/records/builds.hpp"
#include "program/terminal/signals.hpp"
#include "program/terminal/standard_streams.hpp"
#include "program/text/duration.hpp"
#include "program/text/printable.hpp"

namespace memnet {
namespace {

// Returns a word as a shell reads it.
std::string quoted(const std::string& word) {
  const bool plain = !word.empty() && std::ranges::all_of(word, [](unsigned char c) {
    return std::isalnum(c) != 0 || (c != 0 && std::strchr("_.,+-/", c) != nullptr);
  });
  if (plain) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

// Returns a command that trains one run alone.
std::string command_for(const PlannedRun& run, const std::filesystem::path& out) {
  const Experiment experiment(run.settings("plan"));
  std::string words = fmt::format("memnet run --out={}", quoted(out.string()));
  for (const Options::Option& option : experiment.options.all()) {
    const std::string value = option.text();
    if (value == option.default_value || !run.options.contains(option.name)) continue;
    words += fmt::format(" --{}={}", option.name, quoted(value));
  }
  return words;
}

void print_commands(const Plan& plan, const std::vector<RunState>& states, const std::filesystem::path& out) {
  for (std::size_t i = 0; i < states.size(); ++i)
    if (!states[i].ended) fmt::print("{}\n", printable(command_for(plan.runs[i], out)));
}

void print_dry_run(const Plan& plan, const std::vector<RunState>& states, int jobs) {
  TimeEstimate estimate(plan);
  for (std::size_t i = 0; i < states.size(); ++i)
    if (states[i].seconds > 0) estimate.add(plan.runs[i], states[i].seconds);
  double seconds = 0;
  std::size_t missing = 0;
  for (std::size_t i = 0; i < states.size(); ++i) {
    const PlannedRun& run = plan.runs[i];
    if (states[i].ended) {
      fmt::print("{:<10} {:<44} {}\n", states[i].code == 0 ? "done" : "failed", plan.describe(run), run.name);
      continue;
    }
    if (!estimate.covers(run)) estimate.add(run, time_run(run));
    const double time = estimate.seconds(run).value_or(0);
    fmt::print("{:<10} {:<44} {}\n", "~" + duration(time), plan.describe(run), run.name);
    seconds += time;
    ++missing;
  }
  fmt::print("\n{} runs, {} of them missing; about {} with {} at a time\n", states.size(), missing,
             duration(seconds / jobs), jobs);
}

// Prints all failures again, each with a command that reproduces it. Returns the exit code.
int print_failures(const Plan& plan, const std::vector<RunState>& states, const std::filesystem::path& out) {
  const auto failures = std::ranges::count_if(states, [](const RunState& s) { return s.code != 0; });
  if (failures == 0) return 0;
  int worst = 0;
  fmt::print(stderr, "\n{} of {} runs failed:\n", failures, states.size());
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (states[i].code == 0) continue;
    fmt::print(stderr, "  {}: {}\n    {}\n", plan.describe(plan.runs[i]), printable(states[i].failure),
               printable(command_for(plan.runs[i], out)));
    worst = std::max(worst, states[i].code);
  }
  return worst;
}

// Returns true if the folder of a comparison is there and cannot be written.
bool is_archive(const std::filesystem::path& folder) {
  return std::filesystem::exists(folder) && !is_writable_folder(folder);
}

// Writes compare.csv and compare.h5 from the runs that exist, or are in the bank, unless they are in an archive that
// cannot be written. Returns nothing if there are no runs.
std::optional<ComparisonResult> write_results(const Plan& plan, const std::filesystem::path& out, const Bank& bank) {
  std::vector<RunSummary> summaries = read_planned_runs(plan.runs, out);
  bank.complete(summaries);
  if (summaries.empty()) return std::nullopt;
  ComparisonResult comparison = compare_runs(plan, summaries);
  const std::filesystem::path folder = out / plan.name;
  if (!is_archive(folder)) write_comparison(comparison, folder);
  return comparison;
}

// Writes the results and prints the tables, unless they are not wanted.
void print_comparison(const Plan& plan, const SchedulerOptions& options, const Bank& bank) {
  const std::optional<ComparisonResult> comparison = write_results(plan, options.out, bank);
  if (!comparison || options.behavior.quiet || options.behavior.log_format != "text") return;
  const std::filesystem::path folder = options.out / plan.name;
  const std::vector<std::filesystem::path> runs = existing_runs(plan.runs, options.out);
  fmt::print("\n{}\nAll numbers: {}, compare.h5{}{}\n", comparison_table(*comparison),
             (folder / "compare.csv").string(), is_archive(folder) ? " (not written again: read-only)" : "",
             runs.empty() ? "" : fmt::format("; a run: memnet show {}", runs.front().string()));
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

class CompareCommand final : public Command {
 public:
  std::string help() const override {
    return "memnet compare [EXPERIMENT.ini | PLAN] [--OPTION VALUE ...]\n"
           "\n"
           "  memnet compare experiments/quick.ini                      a comparison as its file describes it\n"
           "  memnet compare experiments/quick.ini --seeds 1..10        the same with ten seeds: what is missing is "
           "trained\n"
           "  memnet compare --task copy,associative_recall --addressing 'ntm, content, cosine|softmax|gate, lstm'\n"
           "  memnet compare experiments/quick.ini --grid 'train.learning_rate=1e-3,3e-4; model.width=16,32'\n"
           "  memnet compare experiments/quick.ini --dry-run            list the runs, what is missing and how long "
           "it takes\n"
           "\n"
           "Every combination of --task, --model, --addressing, --write-mode and --grid is trained with every\n"
           "seed of --seeds (1..10 by default), --jobs runs at a time, each in its own process. The same command "
           "again trains\n"
           "only what is missing, also after Ctrl-C or a crash. Several processes may share the work, also on several\n"
           "machines with a common folder: give each the same command. With --no-wait each ends when no run is left "
           "to\n"
           "start, and with --quiet it prints no tables. If a run fails, the failure is printed at once and the other "
           "runs\n"
           "go on, unless --fail-fast is given.\n"
           "\n"
           "A model without memory among the schemes (lstm) is a baseline. An option that a model or task does not "
           "have is "
           "ignored there.\n"
           "In an INI file the lists are in the section [compare]. Settings for some runs only are in sections such "
           "as [copy],\n"
           "[ntm] or [content]: model.slots = 32 below [ntm] is --ntm.model.slots=32 on the command line.\n"
           "\n"
           "Runs are written to <out>, like those of 'memnet run'. The plan, compare.csv and compare.h5 (updated every "
           "five\n"
           "minutes) are written to <out>/<name>-<id>.\n";
  }

  // run() takes the values from the Request, since the section [compare] of the file may set them, too.
  void declare(const Options::Section& options) override { declared_.declare(options); }

  bool takes_experiment_options() const override { return true; }

  int run(const Arguments& arguments) override {
    const RequestedPlan requested = requested_plan(arguments);
    const Plan& plan = requested.plan;
    const CompareOptions& compare = requested.request.compare;
    SchedulerOptions options;
    options.behavior = requested.request.behavior;
    options.out = options.behavior.out;
    options.jobs = compare.jobs > 0 ? compare.jobs : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    options.fail_fast = compare.fail_fast || !compare.keep_going;
    options.no_wait = compare.no_wait;

    const Bank bank(plan, {.banks = compare.banks, .other_build = options.behavior.other_build});
    std::string left_out;
    std::vector<RunState> states = scan_runs(plan.runs, options.out, bank, &left_out);
    if (!left_out.empty() && !options.behavior.quiet) write_now(stderr, left_out + "\n");
    if (compare.dry_run) {
      print_dry_run(plan, states, options.jobs);
      return 0;
    }
    if (compare.commands) {
      print_commands(plan, states, options.out);
      return 0;
    }
    if (!options.behavior.other_build) require_one_build(plan, states);
    write_plan(plan, options.out);
    options.provenance = provenance(arguments.command_line);
    options.write_results = [&] { write_results(plan, options.out, bank); };

    catch_signals();
    const int signal = run_plan(plan, states, options);
    const bool others_go_on = compare.no_wait && !std::ranges::all_of(states, &RunState::ended);
    if (signal == 0 && !others_go_on) print_comparison(plan, options, bank);
    const int code = print_failures(plan, states, options.out);
    if (signal == 0) return code;
    write_now(stderr, fmt::format("{}: interrupted and saved; the same command again continues\n", plan.name));
    return compare.requeue.exit_code(128 + signal);
  }

 private:
  CompareOptions declared_;
};

}  // namespace

std::unique_ptr<Command> make_compare_command() { return std::make_unique<CompareCommand>(); }

}  // namespace memnet
