// memnet describe: what a name stands for, and its options.
#include <fmt/format.h>

#include "memnet/addressing/pipeline.hpp"
#include "memnet/base/error.hpp"
#include "memnet/base/table.hpp"
#include "memnet/cells/cell.hpp"
#include "memnet/data/purposes.hpp"
#include "program/commands/command.hpp"
#include "program/experiment/experiment.hpp"

namespace memnet {

extern const char* const kHelp_describe;
const char* const kHelp_describe =
    "memnet describe NAME\n\n"
    "  memnet describe copy     a task: what it asks, its options, a drawing of one episode\n"
    "  memnet describe ntm      a model (and an addressing scheme of the same name)\n"
    "  memnet describe shift    a stage of addressing\n"
    "  memnet describe train    the options of training; also: evaluate\n";

namespace {

void print_options(const Options& options) {
  for (const Options::Option& option : options.all())
    fmt::print("  {:<32} {}\n  {:<32} {}; default {}\n", option.name, option.meaning, "", option.range,
               option.default_value.empty() ? "empty" : option.default_value);
}

template <class Entry>
const Entry* look_up(std::span<const Entry> table, const std::string& name) {
  for (const Entry& entry : table)
    if (name == entry.name) return &entry;
  return nullptr;
}

// A part that declares options under this prefix.
template <class Part>
void print_part(const char* kind, const char* name, const char* meaning, Part& part, const std::string& prefix) {
  Options options;
  part.declare(options.section(prefix));
  fmt::print("{}, a {}: {}\n\n", name, kind, meaning);
  print_options(options);
  fmt::print("\n");
}

}  // namespace

int command_describe(const Arguments& arguments) {
  const std::string name = only_argument(arguments, "describe", "a name from 'memnet list'");
  Options(arguments.settings).finish();
  bool found = true;
  if (const TaskEntry* entry = look_up(all_tasks(), name)) {
    const std::unique_ptr<Task> task = entry->make();
    print_part("task", entry->name, entry->meaning, *task, "task");
    Episode episode;
    RandomStream stream(1, purposes::kDescribe);
    const int length = std::min(task->spec().longest, 10);
    task->sample(stream, length, episode);
    fmt::print("One episode of length {}, answered by its oracle; guessing costs {:.3g} errors:\n\n{}\n", length,
               task->chance_errors(length), task->render(episode, task->oracle(episode)));
  } else if (const ModelEntry* entry = look_up(all_models(), name)) {
    print_part("model", entry->name, entry->meaning, *entry->make(), "model");
  } else if (const CellEntry* entry = look_up(all_cells(), name)) {
    print_part("controller", entry->name, entry->meaning, *entry->make(), "model.controller");
  } else if (const OptimizerEntry* entry = look_up(all_optimizers(), name)) {
    print_part("optimiser", entry->name, entry->meaning, *entry->make(), "train.optimizer");
  } else if (name == "train") {
    TrainOptions train;
    print_part("group of options", "train", "how a model is trained", train, "train");
  } else if (name == "evaluate") {
    EvaluateOptions evaluate;
    print_part("group of options", "evaluate", "how and when it is evaluated", evaluate, "evaluate");
  } else {
    found = false;
  }
  if (const SchemeEntry* scheme = look_up(all_schemes(), name)) {
    fmt::print("{}, an addressing scheme: {}\n\n  {}\n", scheme->name, scheme->meaning, scheme->pipeline);
  } else if (const StageEntry* stage = look_up(all_stages(), name)) {
    fmt::print("{}{}{}, a stage of addressing: {}\n", stage->name, stage->takes_argument() ? ":" : "", stage->argument,
               stage->meaning);
  } else if (!found) {
    std::vector<std::string> known = {"train", "evaluate"};
    for (const auto& e : all_tasks()) known.emplace_back(e.name);
    for (const auto& e : all_models()) known.emplace_back(e.name);
    for (const auto& e : all_cells()) known.emplace_back(e.name);
    for (const auto& e : all_optimizers()) known.emplace_back(e.name);
    for (const auto& e : all_schemes()) known.emplace_back(e.name);
    for (const auto& e : all_stages()) known.emplace_back(e.name);
    const std::string guess = nearest(name, known);
    fail(ErrorKind::usage, "describe: nothing is called '{}'{}; 'memnet list' shows all names", name,
         guess.empty() ? "" : fmt::format("; did you mean '{}'?", guess));
  }
  return 0;
}

}  // namespace memnet
