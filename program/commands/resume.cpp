// memnet resume: continues an interrupted run. The result is the same, bit by bit, as without the interruption.
#include "memnet/base/error.hpp"
#include "memnet/os/folder_lock.hpp"
#include "program/commands/command.hpp"
#include "program/experiment/recorded_run.hpp"
#include "program/experiment/runner.hpp"
#include "program/records/record.hpp"
#include "program/records/run_path.hpp"
#include "program/report/text/summary_text.hpp"
#include "program/terminal/requeue_code.hpp"
#include "program/terminal/signals.hpp"
#include "program/terminal/standard_streams.hpp"

namespace memnet {
namespace {

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
    for (const Setting& given : arguments.experiment)
      if (const Options::Option* option = experiment.options.find(given.name);
          option != nullptr && option->affects_results && option->text() != recorded_option(run.record, given.name))
        fail(ErrorKind::usage, "resume: {} = {} would change the result; start a new run with 'memnet run' instead",
             option->name, option->text());
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
