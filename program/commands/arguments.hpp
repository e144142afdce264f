// The positional arguments and the options of a command line.
#pragma once

#include <string>
#include <vector>

#include "memnet/base/options.hpp"

namespace memnet {

class Command;

struct Arguments {
  std::string command;
  std::vector<std::string> command_line;  // the words, "memnet" and the command included
  std::vector<std::string> positional;
  std::vector<Setting> settings;    // every option: --name value, --name=value, and --flag as `yes`
  std::vector<Setting> experiment;  // of them, those that the command does not declare itself
  bool help = false;

  // Returns the only positional argument. Throws an Error of kind usage, which names the expected argument, if there is
  // not exactly one.
  const std::string& only_one(const char* expected) const;
  // Returns the positional argument, or "" if there is none. Throws an Error of kind usage, which names the expected
  // argument, if there are several.
  std::string at_most_one(const char* expected) const;
  // Returns true if the command line contains the option.
  bool is_given(const std::string& option) const;
};

// Returns an option as it is typed: "--print-config" for print_config.
std::string typed_option(const std::string& name);

// Reads the words behind `memnet NAME` and gives the command's own options their values. Dashes inside a name may be
// typed for underscores, -o for --out, and -h for --help. Abbreviated names are not completed. All words behind "--"
// are positional. Throws an Error of kind usage for words that cannot be read, for an empty positional argument, and
// for an option that the command does not take.
Arguments parse_arguments(const std::string& name, const std::vector<std::string>& words, Command& command);

}  // namespace memnet
