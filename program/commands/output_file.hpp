// The file that a command writes for its user.
#pragma once

#include <string>
#include <vector>

#include "memnet/base/options.hpp"

namespace memnet {

// The options --out and --force of a command, and the rules for what is replaced.
class OutputFile {
 public:
  // `beginnings` tells files that the command wrote from others: each of its files begins with one of these texts.
  OutputFile(std::string default_name, std::vector<std::string> beginnings)
      : name_(std::move(default_name)), beginnings_(std::move(beginnings)) {}

  void declare(const Options::Section& options, const std::string& meaning);

  // Writes the text to the file, atomically. A file that is there is replaced only if it is empty, if this command
  // wrote it, or with --force; but a file of a run or a comparison never is. A link is followed. What is not a file is
  // not replaced: standard output, FIFOs and devices such as /dev/null get the text, and other things are refused.
  // Without a name the text goes to standard output. Throws an Error of kind usage if the rules forbid to write, and of
  // kind io if it fails.
  void write(const std::string& text) const;

 private:
  std::string name_;
  std::vector<std::string> beginnings_;
  bool force_ = false;
};

}  // namespace memnet
