#include "program/terminal/standard_streams.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <string>
#include <utility>

#include "program/text/printable.hpp"

namespace memnet {

void open_standard_streams() {
  // open() returns the lowest number that is free: the descriptor that was found closed.
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (::fcntl(descriptor, F_GETFD) < 0) ::open("/dev/null", descriptor == STDERR_FILENO ? O_WRONLY : O_RDONLY);
}

void write_now(std::FILE* stream, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stream);
  std::fflush(stream);
}

void warn_once(std::string_view warning) {
  static bool warned = false;
  if (warning.empty() || std::exchange(warned, true)) return;
  write_now(stderr, "memnet: " + printable(std::string(warning)) + "\n");
}

bool output_is_lost(std::FILE* stream) { return std::fflush(stream) != 0 || std::ferror(stream) != 0; }

}  // namespace memnet
