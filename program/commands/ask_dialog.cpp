#include "program/commands/ask_dialog.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <optional>
#include <span>
#include <sstream>
#include <vector>

#include "memnet/base/error.hpp"
#include "memnet/base/utf8.hpp"
#include "memnet/os/atomic_file.hpp"
#include "program/text/printable.hpp"
#include "tasks/babi/format/lines.hpp"

namespace memnet {
namespace {

constexpr std::size_t kMostBytes = 1'000'000;  // between two line feeds

void print_now(const std::string& text) {
  fmt::print("{}", text);
  std::fflush(stdout);
}

class Dialog {
 public:
  Dialog(Conversation& conversation, std::string input_name, bool at_terminal)
      : conversation_(conversation), input_name_(std::move(input_name)), at_terminal_(at_terminal) {}

  void read(std::istream& input) {
    std::vector<char> buffer(kMostBytes);
    prompt();
    while (const std::optional<std::string_view> piece = read_piece(input, buffer)) {
      std::string_view lines = number_ == 0 ? without_byte_order_mark(*piece) : *piece;
      do read_line(babi::cut_line(lines));
      while (!lines.empty());
      prompt();
    }
    if (at_terminal_) print_now("\n");
  }

 private:
  void prompt() const {
    if (at_terminal_) print_now(conversation_.prompt());
  }

  // Returns the bytes up to the next line feed, or to the end; nothing if there are none.
  std::optional<std::string_view> read_piece(std::istream& input, std::span<char> buffer) const {
    input.getline(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    const auto read = static_cast<std::size_t>(input.gcount());
    if (!input.fail()) return std::string_view(buffer.data(), input.eof() ? read : read - 1);
    if (read > 0)
      fail(ErrorKind::data, "{}:{}: the line has {} bytes or more; is this text?", input_name_, number_ + 1, read);
    return std::nullopt;
  }

  void read_line(std::string_view line) {
    ++number_;
    try {
      print_now(conversation_.read_line(line));
    } catch (const Error& error) {
      if (!at_terminal_) fail(error.kind(), "{}:{}: {}", input_name_, number_, error.what());
      fmt::print(stderr, "memnet: ask: line {}: {}\n", number_, printable(error.what()));
    }
  }

  Conversation& conversation_;
  std::string input_name_;
  bool at_terminal_;
  int number_ = 0;  // of the line
};

}  // namespace

bool is_typed(const std::string& file) { return file.empty() && ::isatty(STDIN_FILENO) != 0; }

void read_lines(Conversation& conversation, const std::string& file) {
  const std::string name = file.empty() ? "standard input" : file;
  const bool at_terminal = is_typed(file);
  Dialog dialog(conversation, name, at_terminal);
  if (file.empty()) {
    dialog.read(std::cin);
    if (std::ferror(stdin) != 0) fail(ErrorKind::io, "{} cannot be read", name);
  } else {
    const std::vector<std::byte> bytes = read_file(file);
    std::istringstream text(std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
    dialog.read(text);
  }
  if (const std::string missing = conversation.missing(at_terminal); !missing.empty())
    fail(ErrorKind::data, "{}: {}", name, missing);
}

}  // namespace memnet
