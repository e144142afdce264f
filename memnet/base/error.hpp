// Errors. Each message says where the problem is, what is wrong, what was expected and what to do.
#pragma once

#include <fmt/format.h>

#include <stdexcept>
#include <string>

namespace memnet {

// The kinds of errors; their numbers are the exit codes of the program.
enum class ErrorKind {
  usage = 2,     // a wrong option, argument or combination of them
  data = 3,      // a file or a value that is not valid
  diverged = 4,  // training reached a number that is not finite
  io = 5,        // the operating system could not read or write something
};

class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
  ErrorKind kind() const { return kind_; }
  int exit_code() const { return static_cast<int>(kind_); }

 private:
  ErrorKind kind_;
};

// Throws an Error with a formatted message: fail(ErrorKind::usage, "no task '{}'", name).
template <class... Args>
[[noreturn]] void fail(ErrorKind kind, fmt::format_string<Args...> text, Args&&... args) {
  throw Error(kind, fmt::format(text, std::forward<Args>(args)...));
}

}  // namespace memnet
