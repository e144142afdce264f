#include "program/commands/command.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "memnet/base/table.hpp"

namespace memnet {

#define MEMNET_COMMAND(name, meaning) std::unique_ptr<Command> make_##name##_command();
#include "program/commands/table.def"
#undef MEMNET_COMMAND

std::span<const CommandEntry> all_commands() {
  static constexpr CommandEntry kCommands[] = {
#define MEMNET_COMMAND(name, meaning) {#name, meaning, make_##name##_command},
#include "program/commands/table.def"
#undef MEMNET_COMMAND
  };
  return kCommands;
}

const CommandEntry& find_command(const std::string& name) {
  return find_entry(all_commands(), name, "command", "'memnet help'");
}

std::string help_text(const CommandEntry& entry) {
  const std::unique_ptr<Command> command = entry.make();
  std::string text = command->help();
  Options options;
  command->declare(options.top());
  if (!options.all().empty()) text += "\nOptions:\n";
  std::size_t width = 18;
  for (const Options::Option& option : options.all()) width = std::max(width, typed_option(option.name).size());
  for (const Options::Option& option : options.all()) {
    text += fmt::format("  {:<{}} {}\n", typed_option(option.name), width, option.meaning);
    if (!option.is_yes_or_no && !option.default_value.empty())
      text += fmt::format("  {:<{}} {}; default {}\n", "", width, option.range, option.default_value);
  }
  if (command->takes_experiment_options())
    text +=
        "\nOptions of an experiment are taken too: 'memnet run --print-config' lists those of a task and a model.\n";
  return text;
}

int run_command(const CommandEntry& entry, const std::vector<std::string>& words) {
  const std::unique_ptr<Command> command = entry.make();
  const Arguments arguments = parse_arguments(entry.name, words, *command);
  if (!arguments.help) return command->run(arguments);
  fmt::print("{}", help_text(entry));
  return 0;
}

}  // namespace memnet
