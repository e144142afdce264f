// memnet eval: evaluates a trained model on fresh sequences of any length.
#include <fmt/format.h>

#include <algorithm>

#include "memnet/base/error.hpp"
#include "program/commands/command.hpp"
#include "program/experiment/recorded_run.hpp"
#include "program/experiment/runner.hpp"
#include "program/report/text/summary_text.hpp"
#include "program/text/printable.hpp"

namespace memnet {
namespace {

class EvalCommand final : public Command {
 public:
  std::string help() const override {
    return "memnet eval RUN [--lengths 20,40,2x] [--sequences N] [--threads N] [--OPTION VALUE ...]\n\n"
           "  memnet eval runs/copy-ntm-s1-*                             1000 sequences of each length of the run\n"
           "  memnet eval runs/copy-ntm-s1-* --lengths 10,50,100         other lengths\n"
           "  memnet eval runs/copy-ntm-s1-* --lengths 1000 --model.slots 1024    more memory slots\n"
           "  memnet eval runs/repeat_copy-ntm-s1-* --task.repeats 20    more repeats than in training\n"
           "  memnet eval runs/babi-memn2n*-s1-* --task.data en          other stories with the same words\n\n"
           "Options that would change the network, or the form of its inputs and answers, are refused. Beyond the\n"
           "trained lengths the memory has as many slots as the network fills, if nothing it learned depends on their\n"
           "number (evaluate.memory_slots).\n"
           "Prints a table and changes nothing. Where the task has a test part, that is evaluated. Otherwise the\n"
           "sequences come from a random stream that neither training nor its evaluations use. Of a task with few\n"
           "different sequences, such as short sums, some of them were in training, too.\n";
  }

  void declare(const Options::Section& options) override {
    options.add("lengths", lengths_, "lengths to evaluate, such as 20,40,2x; empty: those of the run");
    options.add("sequences", sequences_, 0, 1000000, "number of sequences of each length; 0: as many as the run takes");
  }

  bool takes_experiment_options() const override { return true; }

  int run(const Arguments& arguments) override {
    const RecordedRun run(arguments.only_one("the folder of a run"), arguments.command,
                          {.snapshots = false, .episode = RunParts::kNone});
    std::vector<Setting> overrides = arguments.experiment;
    if (!lengths_.empty()) overrides.push_back({"evaluate.lengths", lengths_, "--lengths"});
    if (sequences_ > 0) overrides.push_back({"evaluate.final_sequences", fmt::format("{}", sequences_), "--sequences"});
    for (Setting& setting : overrides)
      if (setting.name == "model.slots" || setting.name == "model.capacity") setting.name = "evaluate.memory_slots";
    for (auto setting = overrides.begin(); setting != overrides.end(); ++setting)
      if (std::find_if(overrides.begin(), setting, [&](const Setting& s) { return s.name == setting->name; }) !=
          setting)
        fail(ErrorKind::usage, "eval: {} is given twice; take one of them", setting->name);
    overrides.push_back({"evaluate.stop_after", "0", "eval"});  // an evaluation does not need the trained length
    const std::unique_ptr<Experiment> experiment = run.evaluation(std::move(overrides));
    run.restore_parameters(*experiment);
    Runner runner(*experiment, run.folder(), {}, "");
    const int all = experiment->task->count(Split::test);  // 0 if episodes are unlimited
    const auto is_given = [&](const char* name) {
      return std::ranges::find(arguments.experiment, name, &Setting::name) != arguments.experiment.end();
    };
    if (is_given("evaluate.sequences"))
      fail(ErrorKind::usage,
           "eval: evaluate.sequences is for the evaluations during training; give --sequences for this one");
    if (all > 0 && (sequences_ > 0 || is_given("evaluate.final_sequences")))
      fail(ErrorKind::usage,
           "eval: {} has no effect on task = {} with fixed data, of which all {} episodes of the test part are "
           "evaluated; leave it out",
           sequences_ > 0 ? "--sequences" : "evaluate.final_sequences", experiment->task_name, all);
    const Evaluator::Evaluation fresh = runner.evaluate_fresh();
    fmt::print("{}: {}\n{}{}", printable(run.record.name),
               all > 0 ? fmt::format("the {} episodes of the test part", all)
                       : fmt::format("{} fresh sequences of each length", experiment->evaluate.final_sequences),
               sweep_table(fresh.sweep, experiment->made_for.longest, experiment->made_for.answers),
               parts_table(fresh.parts));
    return 0;
  }

 private:
  std::string lengths_;
  int sequences_ = 0;
};

}  // namespace

std::unique_ptr<Command> make_eval_command() { return std::make_unique<EvalCommand>(); }

}  // namespace memnet
