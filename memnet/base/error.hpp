// Errors: every message says where, what is wrong, what was expected and what to do. The kind decides the exit code.
#pragma once

#include <fmt/format.h>

#include <stdexcept>
#include <string>

namespace memnet {

// The exit codes of the program. 128 + signal number stands for an interrupted, resumable run.
enum class ErrorKind { usage = 2, data = 3, diverged = 4, io = 5 };

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
