#include "program/terminal/printed_text.hpp"

#include <unistd.h>

#include <cstdio>
#include <span>
#include <string>
#include <utility>

#include "memnet/os/system_call.hpp"
#include "program/text/printable.hpp"

namespace memnet {
namespace {

// The two ends of a stream of the C library: what it writes, and the open file that gets it.
struct Output {
  int file;
  std::string unfinished = {};  // the first bytes of a character; the C library may write the others later
};

ssize_t write_printable(void* cookie, const char* bytes, std::size_t size) {
  Output& output = *static_cast<Output*>(cookie);
  const std::string text = std::exchange(output.unfinished, "") + std::string(bytes, size);
  const std::size_t whole = text.size() - unfinished_character(text);
  output.unfinished = text.substr(whole);
  const std::string shown = printable(std::string_view(text).substr(0, whole), "\n\t");
  return write_all(output.file, std::as_bytes(std::span(shown))) ? static_cast<ssize_t>(size) : 0;
}

FILE* printable_stream(Output& output, int buffering) {
  FILE* stream =
      ::fopencookie(&output, "w", {.read = nullptr, .write = write_printable, .seek = nullptr, .close = nullptr});
  if (stream != nullptr) std::setvbuf(stream, nullptr, buffering, BUFSIZ);
  return stream;
}

}  // namespace

void make_all_output_printable() {
  // They are never destroyed: the C library writes what is left when static objects are gone.
  static Output &out = *new Output{STDOUT_FILENO}, &err = *new Output{STDERR_FILENO};
  if (FILE* stream = printable_stream(out, ::isatty(STDOUT_FILENO) != 0 ? _IOLBF : _IOFBF)) stdout = stream;
  if (FILE* stream = printable_stream(err, _IONBF)) stderr = stream;
}

void control_terminal(std::string_view sequences) {
  std::fflush(stderr);
  write_all(STDERR_FILENO, std::as_bytes(std::span(sequences)));
}

}  // namespace memnet
