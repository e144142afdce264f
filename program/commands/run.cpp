// memnet run: trains a model on a task.
#include <fmt/format.h>

#include <filesystem>
#include <optional>

#include "memnet/base/error.hpp"
#include "memnet/os/atomic_file.hpp"
#include "memnet/os/folder_lock.hpp"
#include "program/commands/command.hpp"
#include "program/experiment/experiment_file.hpp"
#include "program/experiment/provenance.hpp"
#include "program/experiment/recorded_run.hpp"
#include "program/experiment/runner.hpp"
#include "program/records/run_path.hpp"
#include "program/report/text/summary_text.hpp"
#include "program/terminal/requeue_code.hpp"
#include "program/terminal/signals.hpp"
#include "program/terminal/standard_streams.hpp"
#include "program/text/printable.hpp"

namespace memnet {

namespace {

int train(const std::vector<Setting>& settings, const NamedTexts& origin) {
  Experiment experiment(settings);
  const std::filesystem::path folder = std::filesystem::path(experiment.behavior.out) / experiment.name();
  std::optional<RecordedRun> before;  // read while there are no threads yet: see memnet/os/sandbox.hpp
  const auto report_if_finished = [&] {
    if (std::filesystem::exists(folder / kRunFile)) before.emplace(folder);
    if (before) require_same_run(before->record, before->file.string(), experiment);
    if (!before || before->record.status != "finished") return false;
    report_finished(experiment.behavior, before->record, folder);
    return true;
  };
  if (report_if_finished()) return 0;  // also in an archive that cannot be written
  create_directory_exclusively(folder);
  const FolderLock lock(folder);
  warn_once(lock.warning());
  if (report_if_finished()) return 0;  // another process may have continued the run before the lock was taken
  Runner runner(experiment, folder, origin, settings_text(settings));
  if (before) runner.restore(before->record);
  const int code = runner.run();
  if (code == 0) report_result(experiment.behavior, runner.record(), folder);
  return code;
}

void set_seed(std::vector<Setting>& settings, std::uint64_t seed) {
  std::erase_if(settings, [](const Setting& s) { return s.name == "seed"; });
  settings.insert(settings.begin(), Setting{"seed", fmt::format("{}", seed), "--seeds"});
}

// Trains the experiment once for each seed. Returns the worst exit code.
int train_seeds(std::vector<Setting> settings, const std::vector<std::uint64_t>& seeds, const NamedTexts& origin) {
  int worst = 0;
  for (const std::uint64_t seed : seeds) {
    if (signal_caught() != 0) return 128 + signal_caught();
    set_seed(settings, seed);
    try {
      const int code = train(settings, origin);
      if (code > 128) return code;
    } catch (const Error& error) {
      // A seed that diverges is reported, and the other seeds are still trained.
      if (error.kind() != ErrorKind::diverged) throw;
      write_now(stderr, fmt::format("memnet: {}\n", printable(error.what())));
      worst = error.exit_code();
    }
  }
  return worst;
}

class RunCommand final : public Command {
 public:
  std::string help() const override {
    return "memnet run [FILE.ini] [--OPTION VALUE ...]\n\n"
           "  memnet run experiments/copy/ntm.ini                      an experiment as its file describes it\n"
           "  memnet run experiments/copy/ntm.ini --seeds 1..10        the same with ten seeds, one after the other\n"
           "  memnet run --task copy --model lstm                      without a file\n"
           "  memnet run --model.addressing 'cosine | softmax | gate'  with an addressing scheme of your own\n"
           "  memnet run experiments/copy/ntm.ini --print-config       print every option and where its value is "
           "set\n\n"
           "Options are those of the task, the model, training and evaluation: 'memnet describe NAME' explains them.\n"
           "A value on the command line replaces the one in the file, which replaces the default. Each run has its "
           "own\n"
           "folder, <out>/<task>-<scheme>-s<seed>-<hash>. A finished run is not trained again; an unfinished one is\n"
           "continued. Ctrl-C saves the run and stops; 'memnet resume' continues it. So do the signals that clusters "
           "send;\n"
           "'memnet help' lists them.\n";
  }

  void declare(const Options::Section& options) override {
    options.add("seeds", seeds_,
                "seeds to train one after the other, such as 1..10 or 1,3,7; without it, --seed alone");
    requeue_.declare(options);
    options.add("print_config", print_config_, "print every option, its value and where it is set; train nothing");
  }

  bool takes_experiment_options() const override { return true; }

  int run(const Arguments& arguments) override {
    const std::string file = arguments.at_most_one(kOneFile);
    std::vector<Setting> settings = arguments.experiment;
    if (!file.empty()) settings = with_file(std::move(settings), file);
    for (const Setting& s : settings)
      if (s.name.starts_with("compare."))
        fail(ErrorKind::usage, "{}: this is a comparison; run it with: memnet compare {}", s.origin,
             file.empty() ? "FILE.ini" : file);
    const bool has_seeds = arguments.is_given("seeds");
    if (has_seeds && arguments.is_given("seed"))
      fail(ErrorKind::usage, "command line: --seed and --seeds are given; take one of them");
    const std::vector<std::uint64_t> seeds = has_seeds ? parse_seeds(seeds_) : std::vector<std::uint64_t>();
    if (print_config_) {
      if (has_seeds) set_seed(settings, seeds.front());
      const Experiment experiment(settings);
      fmt::print("# {}\n{}", experiment.name(), experiment.options.to_ini(true));
      return 0;
    }
    const NamedTexts origin = provenance(arguments.command_line);
    catch_signals();
    return requeue_.exit_code(has_seeds ? train_seeds(settings, seeds, origin) : train(settings, origin));
  }

 private:
  std::string seeds_;
  RequeueCode requeue_;
  bool print_config_ = false;
};

}  // namespace

std::unique_ptr<Command> make_run_command() { return std::make_unique<RunCommand>(); }

}  // namespace memnet
