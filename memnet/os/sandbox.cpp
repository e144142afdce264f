#include "memnet/os/sandbox.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/prctl.h>
#endif

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fstream>
#include <memory>
#include <system_error>

namespace memnet {
namespace {

using Clock = std::chrono::steady_clock;

constexpr rlim_t kMostComputing = 10;  // seconds
constexpr std::chrono::seconds kLongestWait{60};
constexpr rlim_t kMostMemory = rlim_t{1} << 30;  // bytes, on top of what the process has

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

// No more than what was inherited, which only root may raise.
void limit(decltype(RLIMIT_CPU) resource, rlim_t most) {
  rlimit inherited{};
  ::getrlimit(resource, &inherited);
  const rlim_t hard = std::min(most + 1, inherited.rlim_max);
  const rlimit soft_and_hard{hard == 0 ? 0 : hard - 1, hard};  // at the hard limit of time SIGKILL comes, not SIGXCPU
  ::setrlimit(resource, &soft_and_hard);
}

rlim_t memory_now() {
  rlim_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE));
}

// Nobody's handlers, no core file, no last words of the C library, no writing, and an end, at the latest with the
// parent: the child has its open files too, and so its locks.
void confine(pid_t parent) {
#if defined(__linux__)
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
  if (::getppid() != parent) ::_exit(1);
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGXCPU}) std::signal(signal, SIG_DFL);
  ::dup2(::open("/dev/null", O_WRONLY | O_CLOEXEC), STDERR_FILENO);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, 0);
  limit(RLIMIT_CPU, kMostComputing);
  if (kLimitMemory) limit(RLIMIT_AS, memory_now() + kMostMemory);
}

// The child: what it says goes into the pipe, and it exits with 0 if it comes to its end.
[[noreturn]] void carry_out(const std::function<void(const Say&)>& work, int pipe, pid_t parent) {
  confine(parent);
  try {
    work([pipe](std::span<const std::byte> bytes) {
      while (!bytes.empty()) {
        const ssize_t written = ::write(pipe, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) ::_exit(1);
        bytes = bytes.subspan(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
      }
    });
  } catch (...) {
    ::_exit(1);
  }
  ::_exit(0);
}

// A child while it works; it does not outlive this.
class Child {
 public:
  explicit Child(const std::function<void(const Say&)>& work) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) fail_to_start();
    const pid_t parent = ::getpid();
    id_ = ::fork();
    if (id_ == 0) carry_out(work, ends[1], parent);
    ::close(ends[1]);
    pipe_ = ends[0];
    if (id_ > 0) return;
    ::close(pipe_);
    fail_to_start();
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (pipe_ >= 0) end(true);
  }

  int pipe() const { return pipe_; }  // -1 once it has said everything

  void hear() {
    std::byte bytes[1 << 16];
    const ssize_t size = ::read(pipe_, bytes, sizeof bytes);
    if (size > 0) outcome.said.insert(outcome.said.end(), bytes, bytes + size);
    if (size == 0) end(false);
  }

  void end(bool too_late) {
    ::close(pipe_);
    pipe_ = -1;
    if (too_late) ::kill(id_, SIGKILL);
    int status = 0;
    pid_t gone = 0;
    while ((gone = ::waitpid(id_, &status, 0)) < 0 && errno == EINTR) {
    }
    const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    outcome.too_late = too_late;
    if (too_late)
      outcome.problem = fmt::format("took more than {} s", kLongestWait.count());
    else if (gone < 0)
      outcome.problem = "how its examination ended is not known";
    else if (signal == SIGXCPU)
      outcome.problem = fmt::format("HDF5 does not get to its end in {} s", kMostComputing);
    else if (signal != 0)
      outcome.problem = fmt::format("HDF5 crashes on it (signal {})", signal);
    else if (WEXITSTATUS(status) != 0)
      outcome.problem = "HDF5 gives up on it";
  }

  Confined outcome;

 private:
  [[noreturn]] static void fail_to_start() {
    fail(ErrorKind::io, "cannot start a process to examine files: {}; end other programs and try again",
         std::generic_category().message(errno));
  }

  pid_t id_ = -1;
  int pipe_ = -1;
};

// While it lives the end of children can be waited for: whoever started this process may have ignored SIGCHLD.
class Waitable {
 public:
  Waitable() {
    struct sigaction usual = {};
    usual.sa_handler = SIG_DFL;
    ::sigaction(SIGCHLD, &usual, &before_);
  }
  ~Waitable() { ::sigaction(SIGCHLD, &before_, nullptr); }
  Waitable(const Waitable&) = delete;
  Waitable& operator=(const Waitable&) = delete;

 private:
  struct sigaction before_ = {};
};

}  // namespace

Error Confined::error(const std::string& file) const {
  if (too_late)
    return {ErrorKind::io, fmt::format("{}: reading it {}; try again when the machine is less busy", file, problem)};
  return {ErrorKind::data, fmt::format("{}: is damaged: {}", file, problem)};
}

std::vector<Confined> run_confined(std::span<const std::function<void(const Say&)>> works) {
  const Waitable waitable;
  const Clock::time_point end = Clock::now() + kLongestWait;
  std::vector<std::unique_ptr<Child>> children;
  for (const auto& work : works) children.push_back(std::make_unique<Child>(work));
  for (;;) {
    std::vector<pollfd> waits;
    for (const auto& child : children) waits.push_back({child->pipe(), POLLIN, 0});  // poll() passes over -1
    if (std::ranges::all_of(waits, [](const pollfd& wait) { return wait.fd < 0; })) break;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
    const int ready = ::poll(waits.data(), waits.size(), static_cast<int>(std::max<long>(left, 0)));
    const bool too_late = ready == 0 || (ready < 0 && errno != EINTR);
    for (std::size_t i = 0; i < children.size(); ++i) {
      if (waits[i].fd < 0) continue;
      if (too_late)
        children[i]->end(true);
      else if (ready > 0 && waits[i].revents != 0)
        children[i]->hear();
    }
  }
  std::vector<Confined> outcomes;
  for (const auto& child : children) outcomes.push_back(std::move(child->outcome));
  return outcomes;
}

}  // namespace memnet
