// A child process: what it sends, how it ends, and that it ends with its owner.
#include "memnet/os/child_process.hpp"

#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <stdexcept>
#include <string>

namespace memnet {
namespace {

std::string all_output(ChildProcess& child) {
  std::string text;
  std::array<char, 64> bytes{};
  for (;;) {
    pollfd wait{child.pipe(), POLLIN, 0};
    ::poll(&wait, 1, -1);
    const ssize_t size = child.read(std::as_writable_bytes(std::span(bytes)));
    if (size == 0) return text;
    if (size > 0) text.append(bytes.data(), static_cast<std::size_t>(size));
  }
}

TEST(ChildProcess, SendsBytesAndReturnsItsExitCode) {
  ChildProcess child(SIGKILL, [](int pipe) { return ::write(pipe, "hello", 5) == 5 ? 7 : 1; });
  EXPECT_EQ(all_output(child), "hello");
  const ExitStatus status = child.wait();
  EXPECT_TRUE(status.known);
  EXPECT_EQ(status.code, 7);
  EXPECT_EQ(status.signal, 0);
  EXPECT_EQ(child.exit_status()->code, 7) << "a second question has the same answer";
}

TEST(ChildProcess, AnExceptionMakesTheExitCodeOne) {
  ChildProcess child(SIGKILL, [](int) -> int { throw std::runtime_error("no"); });
  EXPECT_EQ(child.wait().code, 1);
}

TEST(ChildProcess, RunsUntilASignalEndsIt) {
  ChildProcess child(SIGKILL, [](int) { return ::pause(); });
  EXPECT_FALSE(child.exit_status());
  std::array<std::byte, 8> bytes{};
  EXPECT_EQ(child.read(bytes), -1) << "there is nothing to read yet";
  child.send_signal(SIGKILL);
  EXPECT_EQ(child.wait().signal, SIGKILL);
}

TEST(ChildProcess, EndsWithItsOwner) {
  int pipe = -1;
  {
    const ChildProcess child(SIGKILL, [](int) { return ::pause(); });
    pipe = ::dup(child.pipe());
  }
  char byte = 0;
  EXPECT_EQ(::read(pipe, &byte, 1), 0) << "the child has ended, and with it the writing end";
  ::close(pipe);
}

TEST(ChildProcess, ALostStatusIsUnknown) {
  const auto before = std::signal(SIGCHLD, SIG_IGN);
  ChildProcess child(SIGKILL, [](int) { return 0; });
  EXPECT_FALSE(child.wait().known);
  std::signal(SIGCHLD, before);
}

}  // namespace
}  // namespace memnet
