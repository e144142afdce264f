// memnet compare: compares addressing schemes on many tasks and seeds.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstring>
#include <filesystem>
#include <optional>

#include "memnet/base/error.hpp"
#include "program/commands/command.hpp"
#include "program/commands/comparer.hpp"
#include "program/commands/requested_plan.hpp"
#include "program/comparison/comparison.hpp"
#include "program/comparison/effects.hpp"
#include "program/comparison/grid.hpp"
#include "program/comparison/plan.hpp"
#include "program/comparison/time_estimate.hpp"
#include "program/comparison/tuning.hpp"
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

// The work of the listed runs.
struct Work {
  std::size_t runs = 0, missing = 0;
  double seconds = 0;  // to train those that are missing
};

// Lists the runs of a plan. Those that only differ in the seed or in tuned options take the same time. A run has no
// name as long as its options are not known.
void list_runs(const KnownPlan& known, TimeEstimate& estimate, Work& work, bool with_names = true) {
  for (std::size_t i = 0; i < known.states.size(); ++i)
    if (known.states[i].seconds > 0) estimate.add(known.plan.runs[i], known.states[i].seconds);
  for (std::size_t i = 0; i < known.states.size(); ++i) {
    const PlannedRun& run = known.plan.runs[i];
    std::string state = known.states[i].code == 0 ? "done" : "failed";
    if (!known.states[i].ended) {
      if (!estimate.covers(run)) estimate.add(run, time_run(run));
      const double seconds = estimate.seconds(run).value_or(0);
      state = "~" + duration(seconds);
      work.seconds += seconds;
      ++work.missing;
    }
    ++work.runs;
    fmt::print("{:<10} {:<44} {}\n", state, known.plan.describe(run), with_names ? run.name : "(name not known yet)");
  }
}

void print_commands(const KnownPlan& known, const std::filesystem::path& out) {
  for (std::size_t i = 0; i < known.states.size(); ++i)
    if (!known.states[i].ended) fmt::print("{}\n", printable(command_for(known.plan.runs[i], out)));
}

// Prints all failures again, each with a command that reproduces it. Returns the exit code.
int print_failures(const KnownPlan& known, const std::filesystem::path& out) {
  const std::vector<RunState>& states = known.states;
  const auto failures = std::ranges::count_if(states, [](const RunState& s) { return s.code != 0; });
  if (failures == 0) return 0;
  int worst = 0;
  fmt::print(stderr, "\n{} of {} runs failed:\n", failures, states.size());
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (states[i].code == 0) continue;
    fmt::print(stderr, "  {}: {}\n    {}\n", known.plan.describe(known.plan.runs[i]), printable(states[i].failure),
               printable(command_for(known.plan.runs[i], out)));
    worst = std::max(worst, states[i].code);
  }
  return worst;
}

// Returns true if the tuning run has ended with a result: also one that diverged says which value is worse.
bool has_tuned(const RunState& state) {
  return state.ended && (state.code == 0 || state.code == static_cast<int>(ErrorKind::diverged));
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
           "  memnet compare experiments/quick.ini --tune 'train.learning_rate=1e-3,3e-3,1e-2' --tuning-seeds "
           "9001..9003\n"
           "  memnet compare experiments/quick.ini --against ntm         the differences of the others to it\n"
           "  memnet compare experiments/quick.ini --no-training        the tables of the runs that are there\n"
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
           "--tune chooses values for each task and scheme: every combination of them is trained first, with the "
           "seeds of\n"
           "--tuning-seeds, which must not be among --seeds. Then the runs that are reported are trained with the "
           "combination of\n"
           "which the fewest runs diverged and whose mean error of answers at the trained lengths is smallest; of "
           "equal ones\n"
           "with the first. Tuning runs are a plan of their own, <out>/<name>_tuning-<id>.\n"
           "\n"
           "A model without memory among the schemes (lstm) is a baseline. Of the settings for all runs, two kinds "
           "are\n"
           "left out without a message: options that a model or task does not have; and, where several models are\n"
           "compared, options that the preset of a run sets itself, which belong in the section of that model.\n"
           "In an INI file the lists are in the section [compare]. Settings for some runs only are in sections such "
           "as [copy],\n"
           "[ntm] or [content]: model.slots = 32 below [ntm] is --ntm.model.slots=32 on the command line.\n"
           "\n"
           "Runs are written to <out>, like those of 'memnet run'. The plan, compare.csv, runs.csv and compare.h5 "
           "(updated\n"
           "every five minutes) are written to <out>/<name>-<id>.\n";
  }

  // run() takes the values from the Request, since the section [compare] of the file may set them, too.
  void declare(const Options::Section& options) override { declared_.declare(options); }

  bool takes_experiment_options() const override { return true; }

  int run(const Arguments& arguments) override {
    const RequestedPlan requested = requested_plan(arguments);
    const CompareOptions& compare = requested.request.compare;
    // Refuses `against` before anything is trained.
    if (!compare.against.empty()) effects_against(compare_runs(plan_of(requested, std::nullopt), {}), compare.against);
    Comparer comparer(requested.request, arguments);
    std::optional<KnownPlan> tuning;
    if (requested.tuning) tuning = comparer.known(requested.tuning->plan, "");
    const bool trains = !compare.dry_run && !compare.commands && !compare.no_training;
    if (tuning && trains) {
      const int signal = comparer.train(*tuning, false);
      if (signal != 0 || !std::ranges::all_of(tuning->states, has_tuned))
        return end(comparer, compare, *tuning, signal);
    }
    const std::optional<ComparisonResult> tuned = tuning ? comparer.results(*tuning) : std::nullopt;
    const bool is_tuned = !tuning || (tuned && has_all_results(*tuned));
    KnownPlan known = comparer.known(plan_of(requested, tuned), compare.against);
    if (compare.dry_run) {
      list_work(comparer, tuning, known, is_tuned);
      return 0;
    }
    if (compare.commands) {
      if (tuning) print_commands(*tuning, comparer.out());
      if (is_tuned) print_commands(known, comparer.out());
      return 0;
    }

    if (compare.no_training) {
      if (!is_tuned)
        fail(ErrorKind::data,
             "{}: some tuning runs are missing, so no values are chosen; train them with the same command without "
             "--no-training",
             tuning->plan.name);
      if (tuning) write_plan(tuning->plan, comparer.out());  // the tables show what was tried
      comparer.print_results(known);
      return 0;
    }

    if (tuning) comparer.write_results(*tuning);
    const int signal = comparer.train(known, compare.no_wait);
    const bool others_go_on = compare.no_wait && !std::ranges::all_of(known.states, &RunState::ended);
    if (signal == 0 && !others_go_on) comparer.print_comparison(known);
    return end(comparer, compare, known, signal);
  }

 private:
  // Returns the plan of the runs that are reported. As far as the results of the tuning runs do not choose values, it
  // has the first ones.
  static Plan plan_of(const RequestedPlan& requested, const std::optional<ComparisonResult>& tuned) {
    if (!requested.tuning) return requested.plan;
    return reported_plan(*requested.tuning, tuned ? *tuned : compare_runs(requested.tuning->plan, {}));
  }

  static void list_work(const Comparer& comparer, const std::optional<KnownPlan>& tuning, KnownPlan& known,
                        bool is_tuned) {
    TimeEstimate estimate(known.plan);
    Work work;
    if (tuning) {
      fmt::print("Tuning runs:\n");
      list_runs(*tuning, estimate, work);
      fmt::print("\nRuns that are reported{}:\n", is_tuned
                                                      ? ""
                                                      : fmt::format(", with the {} that the tuning runs will choose",
                                                                    fmt::join(known.plan.tuning.options, ", ")));
    }
    if (!is_tuned) known.states.assign(known.states.size(), {});
    list_runs(known, estimate, work, is_tuned);
    fmt::print("\n{} runs, {} of them missing; about {} of processor time, {} with {} at a time\n", work.runs,
               work.missing, duration(work.seconds), duration(work.seconds / comparer.jobs()), comparer.jobs());
  }

  // Prints what failed, and how an interrupted comparison is continued. Returns the exit code.
  static int end(const Comparer& comparer, const CompareOptions& compare, const KnownPlan& known, int signal) {
    const int code = print_failures(known, comparer.out());
    if (signal == 0) return code;
    write_now(stderr, fmt::format("{}: interrupted and saved; the same command again continues\n", known.plan.name));
    return compare.requeue.exit_code(128 + signal);
  }

  CompareOptions declared_;
};

}  // namespace

std::unique_ptr<Command> make_compare_command() { return std::make_unique<CompareCommand>(); }

}  // namespace memnet
