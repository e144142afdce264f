// memnet resume: continues an interrupted run. The result is the same, bit by bit, as without the interruption.
#include "memnet/base/error.hpp"
#include "memnet/os/folder_lock.hpp"
#include "program/commands/command.hpp"
#include "program/experiment/recorded_run.hpp"
#include "program/experiment/runner.hpp"
#include "program/records/record.hpp"
#include "program/records/run_index.hpp"
#include "program/records/run_path.hpp"
#include "program/report/text/summary_text.hpp"
#include "program/terminal/requeue_code.hpp"
#include "program/terminal/signals.hpp"
#include "program/terminal/standard_streams.hpp"

namespace memnet {
namespace {

// The options that may differ from those that the run was started with: of Behavior, all but the folder of the run; and
// the folder of the data.
bool may_differ(const std::string& option) {
  Options process;
  Behavior behavior;
  behavior.declare(process.top());
  return option == kDataOption || (option != "out" && process.find(option) != nullptr);
}

// Throws an Error of kind usage for an option that resuming would ignore, or that would change the result.
void require_same(const std::vector<Setting>& given, const RecordedRun& run, const Experiment& resumed) {
  for (const Setting& setting : given) {
    const Options::Option* option = resumed.options.find(setting.name);
    const std::string before = recorded_option(run.record, setting.name);
    if (option != nullptr && option->text() != before && !may_differ(option->name))
      fail(ErrorKind::usage,
           "resume: {} = {} would change the result, its record or its place, since the run was started with {}; start "
           "a new run with 'memnet run' instead",
           option->name, option->text(), before.empty() ? "none" : before);
  }
}

class ResumeCommand final : public Command {
 public:
  std::string help() const override {
    return "memnet resume RUN [--threads N] [--quiet]\n\n"
           "  memnet resume runs/copy-ntm-s1-*           continue where it stopped\n\n"
           "The run ends with the same parameters and series, to the bit, as one that was never interrupted. Only\n"
           "options that cannot change a result may be given: --threads, --quiet, --log-format, --publish-seconds.\n";
  }

  void declare(const Options::Section& options) override { requeue_.declare(options); }

  bool takes_experiment_options() const override { return true; }

  int run(const Arguments& arguments) override {
    const RecordedRun run(arguments.only_one("the folder of a run"), arguments.command);
    Experiment experiment = run.experiment(arguments.experiment);
    require_same(arguments.experiment, run, experiment);
    require_own_folder(run.file, run.record);
    require_same_run(run.record, run.file.string(), experiment);
    if (run.record.status == "finished") {
      report_finished(experiment.behavior, run.record, run.folder());
      return 0;
    }
    if (run.file.filename() != kRunFile)
      fail(ErrorKind::usage, "resume: {} is a copy of a run file; give the folder of the run", run.file.string());
    const FolderLock lock(run.folder());
    warn_once(lock.warning());
    const RecordedRun latest(run.file);  // another process may have continued the run before the lock was taken
    Runner runner(experiment, run.folder(), run.record.provenance, run.record.config_given);
    runner.restore(latest.record);
    catch_signals();
    const int code = runner.run();
    if (code == 0) report_result(experiment.behavior, runner.record(), run.folder());
    return requeue_.exit_code(code);
  }

 private:
  RequeueCode requeue_;
};

}  // namespace

std::unique_ptr<Command> make_resume_command() { return std::make_unique<ResumeCommand>(); }

}  // namespace memnet
