// What a command line says behind the name of the command.
#pragma once

#include <string>
#include <vector>

#include "memnet/base/options.hpp"

namespace memnet {

class Command;

struct Arguments {
  std::string command;
  std::vector<std::string> positional;
  std::vector<Setting> settings;    // every option: --name value, --name=value, and --flag as `yes`
  std::vector<Setting> experiment;  // of them, those that the command does not declare itself
  bool help = false;

  // Returns the only positional argument. Throws an Error of kind usage that says what is expected otherwise.
  const std::string& only_one(const char* what) const;
  // Returns the command line as it could be typed again.
  std::vector<std::string> command_line() const;
};

// Reads the words behind `memnet NAME` and gives the command's own options their values. Dashes inside a name may be
// typed for underscores, and -o for --out. Abbreviated names are not completed.
// Throws an Error of kind usage for words that cannot be read, and for an option that the command does not take.
Arguments parse_arguments(const std::string& name, const std::vector<std::string>& words, Command& command);

}  // namespace memnet
