// The subcommands of `memnet`. Each is one file here and one line in table.def.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "memnet/base/options.hpp"
#include "program/commands/arguments.hpp"

namespace memnet {

class Command {
 public:
  virtual ~Command() = default;

  // Returns the usage of the command, with examples first. The options are not part of it: help_text() adds them.
  virtual std::string help() const = 0;
  // Declares the command's own options; they have their values when run() is called. A yes-or-no option is a flag: it
  // takes no value on the command line.
  virtual void declare(const Options::Section& /*options*/) {}
  // Returns true if the command also takes the options of an experiment (task.*, model.*, ..., seed, threads).
  virtual bool takes_experiment_options() const { return false; }
  // Returns true if it takes those of a task alone (task.*).
  virtual bool takes_task_options() const { return takes_experiment_options(); }
  // Runs the command. Returns the exit code.
  virtual int run(const Arguments& arguments) = 0;
};

struct CommandEntry {
  const char* name;
  const char* meaning;
  std::unique_ptr<Command> (*make)();
};
std::span<const CommandEntry> all_commands();

// Returns the entry of a command. Throws an Error of kind usage if there is none.
const CommandEntry& find_command(const std::string& name);

// Returns what 'memnet help NAME' prints: the command's help and its options.
std::string help_text(const CommandEntry& entry);

// Runs a command on the words that follow its name. Returns the exit code.
int run_command(const CommandEntry& entry, const std::vector<std::string>& words);

}  // namespace memnet
