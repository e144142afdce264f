// memnet gather: writes the results of a comparison's runs into its bank.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "memnet/base/error.hpp"
#include "program/commands/command.hpp"
#include "program/commands/requested_plan.hpp"
#include "program/commands/saved_runs.hpp"
#include "program/comparison/bank.hpp"
#include "program/comparison/bank_part.hpp"
#include "program/comparison/comparison.hpp"
#include "program/comparison/tuning.hpp"
#include "program/records/builds.hpp"
#include "program/records/record.hpp"
#include "program/text/printable.hpp"

namespace memnet {
namespace {

namespace fs = std::filesystem;

// Throws an Error of kind usage for options of memnet compare that have no effect here.
void require_no_training_options(const Arguments& arguments) {
  CompareOptions compare;
  Options options;
  compare.declare(options.top());
  for (const Options::Option& option : options.all())
    if (option.name != "banks" && arguments.is_given(option.name))
      fail(ErrorKind::usage, "gather: {} is for 'memnet compare', which trains; leave it out",
           typed_option(option.name));
}

class GatherCommand final : public Command {
 public:
  std::string help() const override {
    return "memnet gather [EXPERIMENT.ini | PLAN] [--OPTION VALUE ...]\n"
           "\n"
           "  memnet gather runs/quick-90cd3f2a              the plan is the folder that 'memnet compare' names\n"
           "  memnet gather experiments/quick.ini            the same plan, as 'memnet compare' makes it\n"
           "\n"
           "Writes the results of the finished runs that are not there yet into a new file in the bank of the plan,\n"
           "results/banks/PLAN: options, builds, length sweeps, evaluations at the longest trained length, costs and\n"
           "times, but no traces and no networks. Files that are there stay as they are. Tuning runs have a bank of "
           "their own. 'memnet compare', 'status' "
           "and\n"
           "'report' take what is in the bank as done, so a repository can keep it, and several machines can add to "
           "it.\n";
  }

  void declare(const Options::Section& options) override {
    options.add("banks", banks_, "folder of the banks; that of the plan is made in it");
  }

  bool takes_experiment_options() const override { return true; }

  int run(const Arguments& arguments) override {
    require_no_training_options(arguments);
    const auto [plan, request, tuning] = requested_plan(arguments);
    const fs::path out = request.behavior.out;
    const BankOptions options{.banks = request.compare.banks};
    if (!tuning) return gather(plan, out, options);
    const int code = gather(tuning->plan, out, options);
    const ComparisonResult results =
        compare_runs(tuning->plan, read_results(tuning->plan, out, Bank(tuning->plan, options)));
    if (!has_all_results(results)) return code;
    return std::max(code, gather(reported_plan(*tuning, results), out, options));
  }

 private:
  static int gather(const Plan& plan, const fs::path& out, const BankOptions& options) {
    const Bank bank(plan, options);
    std::vector<UnreadableRun> unreadable;
    std::vector<RunRecord> runs;
    std::vector<std::string> builds;
    std::size_t there = 0;
    for (RunSummary& run : read_planned_runs(plan.runs, out, &unreadable)) {
      if (!has_result(run.record)) continue;
      if (bank.contains(run.record)) {
        ++there;
        continue;
      }
      builds.push_back(build_of(run.record));
      runs.push_back(std::move(run.record));
    }
    const std::string others =
        fmt::format("of the {} runs of {}, {} were there already, and {} are not finished in {}\n", plan.runs.size(),
                    plan.name, there, plan.runs.size() - runs.size() - there, out.string());
    if (runs.empty()) {
      fmt::print("nothing to gather: {}", others);
    } else {
      const fs::path part = write_bank_part(plan, runs, fs::path(options.banks) / plan.name);
      fmt::print("{}: {}, {} bytes; {}", part.string(), printable(builds_in_words(builds)), fs::file_size(part),
                 others);
    }
    return report_unreadable(unreadable);
  }

  std::string banks_ = kBanks;  // run() takes the value from the Request, since the file may set it, too
};

}  // namespace

std::unique_ptr<Command> make_gather_command() { return std::make_unique<GatherCommand>(); }

}  // namespace memnet
