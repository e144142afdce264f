#include "memnet/os/child_process.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/prctl.h>
#endif

#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>

#include "memnet/base/error.hpp"
#include "memnet/os/system_call.hpp"

namespace memnet {
namespace {

[[noreturn]] void fail_to_start(int problem) {
  fail(ErrorKind::io, "cannot start a process: {}; end other programs, or start fewer processes at a time",
       std::generic_category().message(problem));
}

[[noreturn]] void run_child(const ChildProcess::Work& work, int pipe, pid_t parent, int signal_if_parent_ends) {
#if defined(__linux__)
  ::prctl(PR_SET_PDEATHSIG, signal_if_parent_ends);
#endif
  if (::getppid() != parent) ::_exit(128 + signal_if_parent_ends);  // the parent ended before prctl()
  int code = 1;
  try {
    code = work(pipe);
  } catch (...) {
    code = 1;
  }
  ::_exit(code);
}

}  // namespace

ChildProcess::ChildProcess(int signal_if_parent_ends, const Work& work) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail_to_start(errno);
  const pid_t parent = ::getpid();
  id_ = ::fork();
  if (id_ == 0) run_child(work, ends[1], parent, signal_if_parent_ends);
  const int problem = errno;
  ::close(ends[1]);
  if (id_ < 0) {
    ::close(ends[0]);
    fail_to_start(problem);
  }
  pipe_ = ends[0];
  ::fcntl(pipe_, F_SETFL, O_NONBLOCK);
}

ChildProcess::~ChildProcess() {
  send_signal(SIGKILL);
  wait();
  ::close(pipe_);
}

ssize_t ChildProcess::read(std::span<std::byte> buffer) { return ::read(pipe_, buffer.data(), buffer.size()); }

void ChildProcess::send_signal(int signal) const {
  if (!status_) ::kill(id_, signal);  // afterwards the number may belong to another process
}

std::optional<ExitStatus> ChildProcess::exit_status() { return wait_with(WNOHANG); }

ExitStatus ChildProcess::wait() { return *wait_with(0); }

std::optional<ExitStatus> ChildProcess::wait_with(int flags) {
  if (status_) return status_;
  int status = 0;
  const pid_t ended = uninterrupted([&] { return ::waitpid(id_, &status, flags); });
  if (ended < 0)
    status_ = ExitStatus{.known = false};
  else if (ended == id_ && WIFSIGNALED(status))
    status_ = ExitStatus{.signal = WTERMSIG(status)};
  else if (ended == id_)
    status_ = ExitStatus{.code = WEXITSTATUS(status)};
  return status_;
}

}  // namespace memnet
