// The subcommands of `memnet`. Each is one file here and one line in table.def.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "memnet/base/options.hpp"

namespace memnet {

// What stands behind `memnet NAME` on the command line.
struct Arguments {
  std::vector<std::string> positional;
  std::vector<Setting> settings;  // --name value, --name=value, and --flag as `yes`

  bool has(std::string_view name) const;
};

// Splits the words of a command line. A name in `flags` takes no value; dashes inside a name may be typed for
// underscores. Abbreviated names are not guessed.
Arguments parse_arguments(const std::vector<std::string>& words);

struct Command {
  const char* name;
  const char* meaning;
  const char* help;                        // examples first
  int (*run)(const Arguments& arguments);  // gives the exit code
};
std::span<const Command> all_commands();

// The one thing a command was given to work on, or an Error of kind usage that says what is expected.
std::string only_argument(const Arguments& arguments, const char* command, const char* what);

}  // namespace memnet
