#include "memnet/io/untrusted.hpp"

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
#include <system_error>

#include "memnet/core/error.hpp"
#include "memnet/io/hdf5.hpp"

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

void limit(decltype(RLIMIT_CPU) resource, rlim_t most) {
  const rlimit soft_and_hard{most, most + 1};  // at the hard limit of time the signal would be SIGKILL, not SIGXCPU
  ::setrlimit(resource, &soft_and_hard);
}

rlim_t memory_now() {
  rlim_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE));
}

// Nobody's handlers, no core file, no last words of the C library, no writing, and an end, at the latest with the parent:
// the child has its open files too, and so its locks.
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

// The child: what is wrong goes into the pipe, and it exits with 0 if it comes to an end.
[[noreturn]] void examine(std::span<const std::byte> image, const std::string& name, int pipe, pid_t parent) {
  confine(parent);
  std::string problem;
  try {
    Hdf5Reader(image, name).read_everything();
  } catch (const Error& error) {
    problem = error.what();
  } catch (const std::exception& error) {
    problem = fmt::format("{}: cannot be read: {}", name, error.what());
  }
  const bool sent = ::write(pipe, problem.data(), problem.size()) == static_cast<ssize_t>(problem.size());
  ::_exit(sent ? 0 : 1);
}

[[noreturn]] void fail_to_start(const std::string& name) {
  const std::string reason = std::generic_category().message(errno);
  fail(ErrorKind::io, "{}: cannot start a process to examine it: {}; end other programs and try again", name, reason);
}

// Everything that comes before the other end closes; false if that takes too long.
bool receive(int pipe, std::string& text) {
  const Clock::time_point end = Clock::now() + kLongestWait;
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
    pollfd wait{pipe, POLLIN, 0};
    const int ready = ::poll(&wait, 1, static_cast<int>(std::max<long>(left, 0)));
    if (ready == 0 || (ready < 0 && errno != EINTR)) return false;
    if (ready < 0) continue;
    char letters[512];
    const ssize_t size = ::read(pipe, letters, sizeof letters);
    if (size == 0) return true;
    if (size > 0) text.append(letters, static_cast<std::size_t>(size));
  }
}

}  // namespace

void validate_untrusted(std::span<const std::byte> image, const std::string& name) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) fail_to_start(name);
  const auto [reading, writing] = ends;
  const pid_t parent = ::getpid(), child = ::fork();
  if (child == 0) examine(image, name, writing, parent);
  ::close(writing);
  std::string problem;
  const bool in_time = child < 0 || receive(reading, problem);
  ::close(reading);
  if (child < 0) fail_to_start(name);

  if (!in_time) ::kill(child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  if (!in_time || signal == SIGXCPU)
    fail(ErrorKind::data, "{}: is damaged: HDF5 does not get to its end in {} s", name, kMostComputing);
  if (signal != 0) fail(ErrorKind::data, "{}: is damaged: HDF5 crashes on it (signal {})", name, signal);
  if (!problem.empty()) throw Error(ErrorKind::data, problem);
  if (WEXITSTATUS(status) != 0) fail(ErrorKind::data, "{}: is damaged: HDF5 gives up on it", name);
}

}  // namespace memnet
