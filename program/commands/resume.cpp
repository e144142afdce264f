// memnet resume: go on with an interrupted run, bit by bit as if nothing had happened.
#include <fmt/format.h>

#include "memnet/base/error.hpp"
#include "memnet/io/run_file.hpp"
#include "memnet/os/folder_lock.hpp"
#include "program/commands/command.hpp"
#include "program/experiment/experiment.hpp"
#include "program/experiment/runner.hpp"
#include "program/records/record.hpp"
#include "program/records/run_path.hpp"
#include "program/report/text/summary_text.hpp"
#include "program/terminal/signals.hpp"

namespace memnet {

extern const char* const kHelp_resume;
const char* const kHelp_resume =
    "memnet resume RUN [--threads N] [--quiet]\n\n"
    "  memnet resume runs/copy-ntm-s1-3f2a90cd    go on where it stopped\n\n"
    "The run ends with the same parameters and series, to the bit, as one that was never interrupted. Only options "
    "that\n"
    "cannot change a result may be given: threads, quiet, log_format, publish_seconds.\n";

int command_resume(const Arguments& arguments) {
  const std::filesystem::path file = run_file_path(only_argument(arguments, "resume", "the folder of a run"));
  const RunRecord record = read_run_file(file);
  require_current_format(record, file.string(), "resume");
  Experiment experiment(with_recorded(arguments.settings, record, file.string()));
  if (record.status == "finished") {
    report_finished(experiment.behavior, record, file.parent_path());
    return 0;
  }
  if (Experiment(with_recorded({}, record, file.string())).name() != record.name)
    fail(ErrorKind::data, "{}: its options are not those of {}; it was changed, or is from another version",
         file.string(), record.name);
  if (experiment.name() != record.name)
    fail(ErrorKind::usage, "resume: an option would change the result; start a new run with 'memnet run' instead");
  if (file.filename() != kRunFile)
    fail(ErrorKind::usage, "resume: {} is a copy of a run file; give the folder of the run", file.string());
  const FolderLock lock(file.parent_path());
  const RunRecord latest = read_run_file(file);  // whoever held the folder until now may have gone on with it
  Runner runner(experiment, file.parent_path(), record.provenance, record.config_given);
  runner.restore(latest);
  catch_signals();
  const int code = runner.run();
  if (code == 0) report_result(experiment.behavior, runner.record(), file.parent_path());
  return code;
}

}  // namespace memnet
