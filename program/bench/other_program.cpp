#include "program/bench/other_program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <span>
#include <system_error>

#include "memnet/os/child_process.hpp"
#include "memnet/os/system_call.hpp"

namespace memnet::bench {
namespace {

constexpr std::size_t kMostPrinted = 100000;  // bytes; a program that prints more is ended
constexpr int kCannotStart = 127;             // the exit code, as in a shell

// Becomes the program, whose output goes to the pipe. Returns only if that is not possible.
int become(const std::string& program, std::vector<std::string> words, int pipe) {
  words.insert(words.begin(), program);
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(pipe, STDOUT_FILENO);
  ::dup2(pipe, STDERR_FILENO);
  ::execv(program.c_str(), pointers.data());
  const std::string problem = "cannot be started: " + std::generic_category().message(errno);
  write_all(pipe, std::as_bytes(std::span(problem)));
  return kCannotStart;
}

}  // namespace

Ended run_program(const std::filesystem::path& program, const std::vector<std::string>& words) {
  std::fflush(nullptr);  // otherwise the child would write buffered text a second time
  ChildProcess process(SIGKILL, [&](int pipe) { return become(program.string(), words, pipe); });
  Ended ended{};
  std::array<char, 4096> bytes{};
  for (;;) {
    pollfd readable{process.pipe(), POLLIN, 0};
    uninterrupted([&] { return ::poll(&readable, 1, -1); });
    const ssize_t got = uninterrupted([&] { return process.read(std::as_writable_bytes(std::span(bytes))); });
    if (got <= 0) break;
    ended.printed.append(bytes.data(), static_cast<std::size_t>(got));
    if (ended.printed.size() > kMostPrinted) process.send_signal(SIGKILL);
    if (ended.printed.size() > kMostPrinted) break;
  }
  const ExitStatus status = process.wait();
  ended.code = status.signal != 0 ? 128 + status.signal : status.code;
  return ended;
}

}  // namespace memnet::bench
