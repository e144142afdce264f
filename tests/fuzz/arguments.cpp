// Command lines: a word a line, the first of them the command.
#include "memnet/base/text.hpp"
#include "program/commands/command.hpp"
#include "tests/fuzz/fuzz.hpp"

void memnet::fuzz::try_input(std::string_view input) {
  const std::vector<std::string> words = split_text(input, '\n');
  const CommandEntry& entry = find_command(words.front());
  const std::unique_ptr<Command> command = entry.make();
  parse_arguments(entry.name, {words.begin() + 1, words.end()}, *command);
}
