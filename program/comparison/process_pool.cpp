#include "program/comparison/process_pool.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>
#include <utility>

#include "memnet/base/error.hpp"
#include "program/terminal/signals.hpp"

namespace memnet {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* kMoment = "@moment ";  // a line of the pipe that starts so is a number of sequences, a loss, ...
constexpr auto kBetweenMoments = std::chrono::milliseconds(200);
constexpr std::size_t kMostWords = 4000;

void block_sigterm(bool block) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigprocmask(block ? SIG_BLOCK : SIG_UNBLOCK, &set, nullptr);
}

// The child's side: everything goes to its standard error, which is the pipe.
class PipeProgress : public Progress {
 public:
  void update(const Moment& moment) override {
    if (Clock::now() - last_ < kBetweenMoments) return;
    last_ = Clock::now();
    fmt::print(stderr, "{}{} {} {}\n", kMoment, moment.sequences, moment.loss, moment.errors);
  }
  void event(const std::string&, const std::string&, const std::string&) override {}

 private:
  Clock::time_point last_ = Clock::now() - kBetweenMoments;
};

[[noreturn]] void be_child(const Pool::Work& work, int pipe, pid_t parent) {
  // Ctrl-C reaches every process of a terminal, but stopping is for the parent to say, by SIGTERM. That was blocked at
  // the fork, since the parent may have used up its own handler by then.
  catch_signals();
  std::signal(SIGINT, SIG_IGN);
  block_sigterm(false);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) _exit(128 + SIGTERM);
  dup2(pipe, STDERR_FILENO);
  const int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
  dup2(nowhere, STDIN_FILENO);
  dup2(nowhere, STDOUT_FILENO);
  int code = static_cast<int>(ErrorKind::io);
  try {
    PipeProgress progress;
    code = work(progress);
  } catch (const Error& error) {
    fmt::print(stderr, "{}\n", error.what());
    code = error.exit_code();
  } catch (const std::bad_alloc&) {
    fmt::print(stderr, "out of memory; take a smaller batch, shorter sequences or a smaller model\n");
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
  }
  std::fflush(stderr);
  _exit(code);
}

}  // namespace

Pool::~Pool() {
  stop();
  while (!running_.empty()) wait(std::chrono::milliseconds(1000));
}

void Pool::start(std::size_t piece, const Work& work) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) fail(ErrorKind::io, "no pipe to a new process: {}", std::strerror(errno));
  std::fflush(nullptr);  // or the child would write again what waits here
  block_sigterm(true);
  const pid_t parent = getpid(), child = fork();
  if (child == 0) be_child(work, ends[1], parent);
  const int problem = errno;
  block_sigterm(false);
  close(ends[1]);
  if (child < 0) {
    close(ends[0]);
    fail(ErrorKind::io, "no new process: {}; take fewer --jobs", std::strerror(problem));
  }
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  running_.push_back({piece, child, ends[0], {}, "", "", Clock::now()});
}

void Pool::listen(Running& running) {
  std::array<char, 4096> bytes{};
  for (ssize_t got; (got = ::read(running.pipe, bytes.data(), bytes.size())) > 0;)
    running.unfinished_line.append(bytes.data(), static_cast<std::size_t>(got));
  for (std::size_t end; (end = running.unfinished_line.find('\n')) != std::string::npos;) {
    const std::string line = running.unfinished_line.substr(0, end);
    running.unfinished_line.erase(0, end + 1);
    if (!line.starts_with(kMoment)) {
      running.words += (running.words.empty() ? "" : " ") + line;
      if (running.words.size() > kMostWords) running.words.erase(0, running.words.size() - kMostWords);
      continue;
    }
    char* rest = nullptr;
    running.moment.sequences = std::strtod(line.c_str() + std::strlen(kMoment), &rest);
    running.moment.loss = std::strtod(rest, &rest);
    running.moment.errors = std::strtod(rest, &rest);
  }
}

std::vector<Pool::Ended> Pool::wait(std::chrono::milliseconds most) {
  std::vector<pollfd> pipes;
  for (const Running& running : running_) pipes.push_back({running.pipe, POLLIN, 0});
  poll(pipes.data(), pipes.size(), static_cast<int>(most.count()));
  std::vector<Ended> ended;
  for (auto running = running_.begin(); running != running_.end();) {
    int status = 0;
    // First whether it has ended, then what it said: so nothing that it said is missed.
    const pid_t gone = waitpid(running->process, &status, WNOHANG);
    const bool lost = gone < 0 && errno == ECHILD;  // how it ended is not to be known
    listen(*running);
    if (gone != running->process && !lost) {
      ++running;
      continue;
    }
    close(running->pipe);
    const bool crashed = !lost && WIFSIGNALED(status);
    ended.push_back({running->piece,
                     lost      ? static_cast<int>(ErrorKind::io)
                     : crashed ? 128 + WTERMSIG(status)
                               : WEXITSTATUS(status),
                     crashed, running->words + running->unfinished_line + (lost ? " (how it ended is not known)" : ""),
                     std::chrono::duration<double>(Clock::now() - running->start).count()});
    running = running_.erase(running);
  }
  return ended;
}

void Pool::stop() {
  if (std::exchange(stopping_, true)) return;  // a second signal would end them at once
  for (const Running& running : running_) kill(running.process, SIGTERM);
}

}  // namespace memnet
