// memnet run: train a model on a task.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "memnet/base/error.hpp"
#include "memnet/io/run_file.hpp"
#include "memnet/os/atomic_file.hpp"
#include "memnet/os/folder_lock.hpp"
#include "program/commands/command.hpp"
#include "program/experiment/experiment.hpp"
#include "program/experiment/provenance.hpp"
#include "program/experiment/runner.hpp"
#include "program/records/run_path.hpp"
#include "program/report/text/summary_text.hpp"
#include "program/terminal/signals.hpp"

namespace memnet {

extern const char* const kHelp_run;
const char* const kHelp_run =
    "memnet run [FILE.ini] [--OPTION VALUE ...]\n\n"
    "  memnet run experiments/copy/ntm.ini                      an experiment as it is written\n"
    "  memnet run experiments/copy/ntm.ini --seeds 1..10        the same with ten seeds, one after the other\n"
    "  memnet run --task copy --task.max_length 10 --model lstm no file at all\n"
    "  memnet run --model.addressing 'cosine | softmax | gate'  an addressing scheme, spelled out\n"
    "  memnet run experiments/copy/ntm.ini --print-config       what would be run, and where each value comes from\n\n"
    "Options are those of the task, the model, training and evaluation: 'memnet describe NAME' explains them. The "
    "command\n"
    "line wins over the file, the file over defaults. A run goes to its own folder, "
    "<out>/<task>-<scheme>-s<seed>-<hash>;\n"
    "one that is finished is not run again, one that is not is resumed. Ctrl-C saves and stops; 'memnet resume' goes "
    "on.\n";

namespace {

// Takes the value of an option that is for this command alone out of the settings.
std::optional<std::string> take(std::vector<Setting>& settings, const std::string& name) {
  const auto found = std::ranges::find(settings, name, &Setting::name);
  if (found == settings.end()) return std::nullopt;
  std::string value = found->value;
  std::erase_if(settings, [&](const Setting& s) { return s.name == name; });
  return value;
}

std::string as_ini(const std::vector<Setting>& settings) {
  std::string text;
  for (const Setting& s : settings) text += fmt::format("{} = {}  # {}\n", s.name, s.value, s.origin);
  return text;
}

int run_one(const std::vector<Setting>& settings, const TextPairs& from) {
  Experiment experiment(settings);
  const std::filesystem::path folder = std::filesystem::path(experiment.behavior.out) / experiment.name();
  // The folder's name says everything that shapes the result, so what is there already is this very run.
  create_directory_exclusively(folder);
  const FolderLock lock(folder);
  std::optional<RunRecord> before;  // read while there are no threads yet: see io/untrusted.hpp
  if (std::filesystem::exists(folder / kRunFile)) before = read_run_file(folder / kRunFile);
  if (before && before->status == "finished") {
    report_finished(experiment.behavior, *before, folder);
    return 0;
  }
  Runner runner(experiment, folder, from, as_ini(settings));
  if (before) runner.restore(*before);
  const int code = runner.run();
  if (code == 0) report_result(experiment.behavior, runner.record(), folder);
  return code;
}

}  // namespace

int command_run(const Arguments& arguments) {
  std::vector<Setting> settings = arguments.settings;
  if (arguments.positional.size() > 1)
    fail(ErrorKind::usage, "run: expected one experiment file, but got {}", arguments.positional.size());
  if (!arguments.positional.empty()) settings = with_file(std::move(settings), arguments.positional[0]);
  for (const Setting& s : settings)
    if (s.name.starts_with("compare."))
      fail(ErrorKind::usage, "{}: this is a comparison; it is run by: memnet compare {}", s.origin,
           arguments.positional.empty() ? "FILE.ini" : arguments.positional[0]);
  const bool print_config = take(settings, "print_config").has_value();
  const std::optional<std::string> seeds = take(settings, "seeds");

  if (print_config) {
    const Experiment experiment(settings);
    fmt::print("# {}\n{}", experiment.name(), experiment.options.to_ini(false, true));
    return 0;
  }
  std::vector<std::string> words = {"memnet", "run"};
  for (const std::string& word : arguments.positional) words.push_back(word);
  for (const Setting& s : arguments.settings) words.push_back(fmt::format("--{}={}", s.name, s.value));
  const TextPairs from = provenance(words);

  catch_signals();
  if (!seeds) return run_one(settings, from);
  std::erase_if(settings, [](const Setting& s) { return s.name == "seed"; });
  int worst = 0;
  for (const std::uint64_t seed : parse_seeds(*seeds)) {
    std::vector<Setting> with_seed = settings;
    with_seed.insert(with_seed.begin(), {"seed", fmt::format("{}", seed), "--seeds"});
    try {
      const int code = run_one(with_seed, from);
      if (code > 128) return code;
    } catch (const Error& error) {
      // A seed that diverges says so, and does not keep the others from running.
      if (error.kind() != ErrorKind::diverged) throw;
      fmt::print(stderr, "memnet: {}\n", error.what());
      worst = error.exit_code();
    }
  }
  return worst;
}

}  // namespace memnet
