// memnet eval: how does a trained model do on fresh sequences, of any length?
#include <fmt/format.h>

#include "memnet/io/run_file.hpp"
#include "program/commands/command.hpp"
#include "program/experiment/experiment.hpp"
#include "program/experiment/runner.hpp"
#include "program/records/record.hpp"
#include "program/records/run_path.hpp"
#include "program/report/text/summary_text.hpp"
#include "program/text/printable.hpp"

namespace memnet {

extern const char* const kHelp_eval;
const char* const kHelp_eval =
    "memnet eval RUN [--lengths 20,40,2x] [--sequences N] [--threads N]\n\n"
    "  memnet eval runs/copy-ntm-s1-3f2a90cd                        the lengths of the experiment, 1000 sequences "
    "each\n"
    "  memnet eval runs/copy-ntm-s1-3f2a90cd --lengths 10,50,100    others\n\n"
    "Prints a table and changes nothing. The sequences are fresh: no training and no evaluation of the run has seen "
    "them.\n";

int command_eval(const Arguments& arguments) {
  const std::filesystem::path file = run_file_path(only_argument(arguments, "eval", "the folder of a run"));
  const RunRecord record = read_run_file(file);
  require_current_format(record, file.string(), "eval");
  // --lengths and --sequences are what evaluate.* is for the run itself.
  std::vector<Setting> settings = arguments.settings;
  for (Setting& setting : settings) {
    if (setting.name == "lengths") setting.name = "evaluate.lengths";
    if (setting.name == "sequences") setting.name = "evaluate.final_sequences";
  }
  Experiment experiment(with_recorded(std::move(settings), record, file.string()));
  Runner runner(experiment, file.parent_path(), {}, "");
  runner.restore_parameters(record);
  fmt::print("{}: {} fresh sequences of each length\n{}", printable(record.name), experiment.evaluate.final_sequences,
             sweep_table(runner.evaluate_fresh(), experiment.task->spec().longest));
  return 0;
}

}  // namespace memnet
