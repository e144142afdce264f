#include "memnet/os/sandbox.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fstream>
#include <memory>

#include "memnet/os/child_process.hpp"
#include "memnet/os/system_call.hpp"

namespace memnet {
namespace {

using Clock = std::chrono::steady_clock;

// What a work may use: it follows from the bytes that it reads from files, which may be compressed.
struct Limits {
  explicit Limits(std::size_t bytes)
      : memory((rlim_t{256} << 20) + 40 * bytes),
        computing(5 + bytes / (rlim_t{5} << 20)),
        wait(10 + 10 * static_cast<long>(computing)) {}

  rlim_t memory;     // bytes, on top of what the process has
  rlim_t computing;  // seconds
  std::chrono::seconds wait;
};

#if defined(__has_feature)
#define MEMNET_HAS_FEATURE(feature) __has_feature(feature)
#else
#define MEMNET_HAS_FEATURE(feature) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || MEMNET_HAS_FEATURE(address_sanitizer) || \
    MEMNET_HAS_FEATURE(thread_sanitizer)
constexpr bool kLimitMemory = false;  // sanitizers reserve terabytes
#else
constexpr bool kLimitMemory = true;
#endif

// Sets a limit, but never above the inherited one, which only root may raise.
void limit(decltype(RLIMIT_CPU) resource, rlim_t most) {
  rlimit inherited{};
  ::getrlimit(resource, &inherited);
  const rlim_t hard = std::min(most + 1, inherited.rlim_max);
  const rlimit soft_and_hard{hard == 0 ? 0 : hard - 1, hard};  // at the hard limit of time SIGKILL comes, not SIGXCPU
  ::setrlimit(resource, &soft_and_hard);
}

rlim_t memory_in_use() {
  rlim_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE));
}

// Returns whether the inherited limit leaves less memory than a work may need.
bool is_short_of_memory(const Limits& limits) {
  rlimit inherited{};
  ::getrlimit(RLIMIT_AS, &inherited);
  return std::min(inherited.rlim_cur, inherited.rlim_max) < memory_in_use() + limits.memory;
}

// Takes rights away from this process: no signal handlers of the parent, no core file, no messages of the C library, no
// writing of files, limited time and memory.
void restrict_process(const Limits& limits) {
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGXCPU}) std::signal(signal, SIG_DFL);
  ::dup2(::open("/dev/null", O_WRONLY | O_CLOEXEC), STDERR_FILENO);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, 0);
  limit(RLIMIT_CPU, limits.computing);
  if (kLimitMemory) limit(RLIMIT_AS, memory_in_use() + limits.memory);
}

// Runs in the child: sends through the pipe. Returns 0, the exit code of a work that ends normally.
int run_restricted(const SandboxWork& work, const Limits& limits, int pipe) {
  restrict_process(limits);
  work([pipe](std::span<const std::byte> bytes) {
    if (!write_all(pipe, bytes)) ::_exit(1);
  });
  return 0;
}

// The signals that a process gets for what it does itself; all others are sent by another process, or by the kernel
// when memory is short.
constexpr std::array kOwnSignals = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS, SIGXCPU};

bool ended_from_outside(const ExitStatus& status) {
  return status.signal != 0 && std::ranges::find(kOwnSignals, status.signal) == kOwnSignals.end();
}

std::string problem_of(const ExitStatus& status, const Limits& limits) {
  if (!status.known) return "ended, but it is not known how";
  if (status.signal == SIGXCPU) return fmt::format("did not finish in {} s of computing", limits.computing);
  if (ended_from_outside(status)) return fmt::format("was ended from outside (signal {})", status.signal);
  if (status.signal != 0) return fmt::format("crashed (signal {})", status.signal);
  return status.code == 0 ? "" : "failed";
}

// A work in a child process. The child inherits the open files of its parent, and so the locks: it must not outlive the
// parent.
class Sandbox {
 public:
  Sandbox(const SandboxWork& work, const Limits& limits)
      : limits_(limits), child_(SIGKILL, [&](int pipe) { return run_restricted(work, limits, pipe); }) {
    result.short_of_memory = kLimitMemory && is_short_of_memory(limits);
  }

  bool ended() const { return ended_; }
  int pipe() const { return ended_ ? -1 : child_.pipe(); }

  void receive() {
    std::byte bytes[1 << 16];
    const ssize_t size = child_.read(bytes);
    if (size > 0) result.output.insert(result.output.end(), bytes, bytes + size);
    if (size != 0) return;
    ended_ = true;
    const ExitStatus status = child_.wait();
    result.problem = problem_of(status, limits_);
    result.from_outside = ended_from_outside(status);
  }

  void time_out() {
    child_.send_signal(SIGKILL);
    child_.wait();
    ended_ = true;
    result.from_outside = true;
    result.problem = fmt::format("took more than {} s", limits_.wait.count());
  }

  SandboxResult result;

 private:
  const Limits& limits_;
  ChildProcess child_;
  bool ended_ = false;
};

// While it exists, the exit status of children is kept for waitpid(): the process that started this one may have made
// it ignore SIGCHLD, and then the system throws the status away.
class KeepExitStatus {
 public:
  KeepExitStatus() {
    struct sigaction usual = {};
    usual.sa_handler = SIG_DFL;
    ::sigaction(SIGCHLD, &usual, &before_);
  }
  ~KeepExitStatus() { ::sigaction(SIGCHLD, &before_, nullptr); }
  KeepExitStatus(const KeepExitStatus&) = delete;
  KeepExitStatus& operator=(const KeepExitStatus&) = delete;

 private:
  struct sigaction before_ = {};
};

}  // namespace

Error SandboxResult::error(const std::string& file) const {
  if (from_outside)
    return {ErrorKind::io, fmt::format("{}: reading it {}; try again when the machine is less busy", file, problem)};
  if (short_of_memory)
    return {ErrorKind::io, fmt::format("{}: is damaged, or too large to examine with the memory that this process may "
                                       "use; raise its limit (ulimit -v)",
                                       file)};
  return {ErrorKind::data, fmt::format("{}: is damaged: reading it {}", file, problem)};
}

std::vector<SandboxResult> run_in_sandboxes(std::span<const SandboxWork> works, std::size_t bytes) {
  const Limits limits(bytes);
  const KeepExitStatus keep_exit_status;
  const Clock::time_point end = Clock::now() + limits.wait;
  std::vector<std::unique_ptr<Sandbox>> sandboxes;
  for (const SandboxWork& work : works) sandboxes.push_back(std::make_unique<Sandbox>(work, limits));
  while (!std::ranges::all_of(sandboxes, &Sandbox::ended)) {
    std::vector<pollfd> waits;
    for (const auto& sandbox : sandboxes) waits.push_back({sandbox->pipe(), POLLIN, 0});  // poll() ignores -1
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
    const int ready = ::poll(waits.data(), waits.size(), static_cast<int>(std::max<long>(left, 0)));
    const bool timed_out = ready == 0 || (ready < 0 && errno != EINTR);
    for (std::size_t i = 0; i < sandboxes.size(); ++i) {
      if (sandboxes[i]->ended()) continue;
      if (timed_out)
        sandboxes[i]->time_out();
      else if (ready > 0 && waits[i].revents != 0)
        sandboxes[i]->receive();
    }
  }
  std::vector<SandboxResult> results;
  for (const auto& sandbox : sandboxes) results.push_back(std::move(sandbox->result));
  return results;
}

}  // namespace memnet
