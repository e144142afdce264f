// The lines that 'memnet ask' reads, and what it prints about each of them.
#pragma once

#include <string>
#include <string_view>

namespace memnet {

class Conversation {
 public:
  virtual ~Conversation() = default;

  // Reads a line. Returns the text to print. Throws an Error of kind data, and changes nothing, for a line that is not
  // possible.
  virtual std::string read_line(std::string_view line) = 0;
  // Returns what stands before a line at a terminal.
  virtual std::string prompt() const = 0;
  // Returns what lines that are all read do not have, such as "contains no question; ..."; "" if nothing is missing.
  virtual std::string missing(bool at_terminal) const = 0;
};

// Returns whether the lines of `file` are typed at a terminal; "" stands for standard input.
bool is_typed(const std::string& file);

// Reads all lines of a file, or of standard input if `file` is "", and prints what the conversation says to them. A
// line that is not possible is an Error of kind data with its number; at a terminal it is a message, and the next line
// is read.
void read_lines(Conversation& conversation, const std::string& file);

}  // namespace memnet
