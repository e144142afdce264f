// memnet describe: explains a name and lists its options.
#include <fmt/format.h>

#include <algorithm>

#include "memnet/addressing/pipeline.hpp"
#include "memnet/base/error.hpp"
#include "memnet/base/old_names.hpp"
#include "memnet/cells/cell.hpp"
#include "memnet/cells/wrappers/wrapper.hpp"
#include "memnet/data/baseline.hpp"
#include "memnet/data/purposes.hpp"
#include "memnet/encoders/encoder.hpp"
#include "memnet/memories/memory.hpp"
#include "memnet/memories/rules/write_rule.hpp"
#include "program/commands/command.hpp"
#include "program/experiment/experiment.hpp"

namespace memnet {
namespace {

void print_title(const std::string& name, const char* kind, const char* meaning) {
  fmt::print("{}, {}: {}\n\n", name, kind, meaning);
}

// Prints the options that `part` declares under `prefix`.
template <class Part>
void print_options(Part& part, const std::string& prefix) {
  Options options;
  part.declare(options.section(prefix));
  for (const Options::Option& option : options.all())
    fmt::print("  {:<32} {}\n  {:<32} {}; default {}\n", option.name, option.meaning, "", option.range,
               option.default_value.empty() ? "empty" : option.default_value);
  if (!options.all().empty()) fmt::print("\n");
}

void print_task(const TaskEntry& entry) {
  print_title(entry.name, "a task", entry.meaning);
  const std::unique_ptr<Task> task = entry.make();
  print_options(*task, "task");
  Episode episode;
  RandomStream stream(1, purposes::kDescribe);
  const int length = std::min(task->spec().longest, 10);
  task->sample(stream, length, episode);
  fmt::print(
      "One episode of length {}, answered by the oracle; guessing makes {:.3g} errors, the best answer without a "
      "memory "
      "{:.3g}:\n\n{}\n",
      length, task->chance_errors(length), errors_without_memory(*task, length),
      task->render(episode, task->oracle(episode)));
}

// Prints a stage, a write rule or a wrapper.
template <class Entry>
void print_stage(const Entry& stage, const char* kind) {
  print_title(stage.name, kind, stage.meaning);
  if (!stage.takes_argument()) return;
  std::string argument = stage.argument;
  if (argument.starts_with('(')) {  // a pipeline
    fmt::print("  {}{}\n\n", stage.name, argument);
    return;
  }
  if (!stage.needs_argument()) argument = argument.substr(1, argument.size() - 2);  // without its brackets
  fmt::print("  {:<32} {}\n\n", fmt::format("{}:ARGUMENT{}", stage.name, stage.needs_argument() ? "" : ", or without"),
             argument);
}

void print_model(const NamedModel& model) {
  const PresetEntry* preset = find_preset(model.name);
  if (preset == nullptr) {
    print_title(model.name, "a model", model.meaning);
  } else {
    print_title(model.name, fmt::format("a preset of the model {}", preset->model).c_str(), model.meaning);
    for (const auto& [name, value] : preset_values(*preset)) fmt::print("  model.{} = {}\n", name, value);
    fmt::print("\n");
  }
  print_options(*model.make(), "model");
}

// Prints the entry with a name in each table that has one, and collects the names of all tables.
class Lookup {
 public:
  explicit Lookup(const std::string& name) : name_(name) {}

  template <class Table, class Print>
  void in(const Table& table, Print print) {
    for (const auto& entry : table) {
      names_.emplace_back(entry.name);
      if (name_ != entry.name) continue;
      print(entry);
      found_ = true;
    }
  }
  bool found() const { return found_; }
  const std::vector<std::string>& names() const { return names_; }

 private:
  std::string name_;
  std::vector<std::string> names_;
  bool found_ = false;
};

// Options that belong to no entry of a table.
struct OptionGroup {
  const char* name;
  const char* meaning;
  void (*print)(const std::string& prefix);
};
constexpr OptionGroup kGroups[] = {{"train", "how a model is trained",
                                    [](const std::string& prefix) {
                                      TrainOptions train;
                                      print_options(train, prefix);
                                    }},
                                   {"evaluate", "how and when a model is evaluated", [](const std::string& prefix) {
                                      EvaluateOptions evaluate;
                                      print_options(evaluate, prefix);
                                    }}};

class DescribeCommand final : public Command {
 public:
  std::string help() const override {
    return "memnet describe NAME\n\n"
           "  memnet describe copy     a task: its meaning, its options, one episode as text\n"
           "  memnet describe ntm      a preset, and the addressing scheme of the same name\n"
           "  memnet describe shift    a stage of addressing, and its argument\n"
           "  memnet describe train    the options of training; also: evaluate\n\n"
           "'memnet list' shows all names. A name that means several things is explained for each of them.\n";
  }

  int run(const Arguments& arguments) override {
    const std::string name = arguments.only_one("a name from 'memnet list'");
    Lookup lookup(name);
    const auto with_options = [](const char* kind, const char* prefix) {
      return [=](const auto& entry) {
        print_title(entry.name, kind, entry.meaning);
        print_options(*entry.make(), prefix);
      };
    };
    lookup.in(all_tasks(), print_task);
    lookup.in(all_named_models(), print_model);
    lookup.in(all_memories(), with_options("a memory", "model"));
    lookup.in(all_cells(), with_options("a controller", "model.controller"));
    lookup.in(all_encoders(), with_options("an encoder", "model.encoder"));
    lookup.in(all_optimizers(), with_options("an optimizer", "train.optimizer"));
    lookup.in(kGroups, [](const OptionGroup& group) {
      print_title(group.name, "a group of options", group.meaning);
      group.print(group.name);
    });
    lookup.in(all_schemes(), [](const SchemeEntry& scheme) {
      print_title(scheme.name, "an addressing scheme", scheme.meaning);
      fmt::print("  {}\n\n", scheme.pipeline);
    });
    lookup.in(all_stages(), [](const StageEntry& stage) { print_stage(stage, "a stage of addressing"); });
    lookup.in(all_write_rules(), [](const WriteRuleEntry& rule) { print_stage(rule, "a write rule"); });
    lookup.in(all_wrappers(), [](const WrapperEntry& wrapper) { print_stage(wrapper, "a wrapper"); });
    if (lookup.found()) return 0;
    std::string hint;
    for (const char* kind : {"scheme", "stage", "task", "model"})
      if (hint.empty() && !new_name(kind, name).empty()) hint = suggestion(kind, name, {});
    if (hint.empty()) hint = suggestion("", name, lookup.names());
    fail(ErrorKind::usage, "describe: nothing is called '{}'{}; 'memnet list' shows all names", name, hint);
  }
};

}  // namespace

std::unique_ptr<Command> make_describe_command() { return std::make_unique<DescribeCommand>(); }

}  // namespace memnet
