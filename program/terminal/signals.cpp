#include "program/terminal/signals.hpp"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <ctime>

#include "memnet/base/interruption.hpp"

namespace memnet {
namespace {

constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGXCPU};
constexpr double kMoment = 0.5;  // seconds

// What the handler reads and writes.
std::atomic<int> caught = 0;
std::atomic<double> first_request = 0;  // time of the first SIGINT or SIGTERM
std::atomic<pid_t> parent = 0;          // after catch_signals_of_parent()
static_assert(std::atomic<int>::is_always_lock_free && std::atomic<double>::is_always_lock_free);

double now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

bool is_further_request(int number) {
  if (number != SIGINT && number != SIGTERM) return false;
  double first = 0;
  if (first_request.compare_exchange_strong(first, now())) return false;
  return now() - first > kMoment && (parent == 0 || getppid() != parent);
}

extern "C" void record_signal(int number) {
  const int error = errno;
  int none = 0;
  caught.compare_exchange_strong(none, number);
  if (is_further_request(number)) {
    std::signal(number, SIG_DFL);
    std::raise(number);  // takes effect when this handler returns
  }
  errno = error;
}

sigset_t recorded_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : kSignals) sigaddset(&signals, number);
  return signals;
}

}  // namespace

void catch_signals() {
  struct sigaction action = {}, before = {};
  action.sa_handler = record_signal;
  action.sa_mask = recorded_signals();  // one at a time
  for (const int number : kSignals) {
    sigaction(number, nullptr, &before);
    if (number != SIGHUP || before.sa_handler != SIG_IGN) sigaction(number, &action, nullptr);
  }
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGCHLD, SIG_DFL);  // a parent process may have set it to be ignored
  interrupt_when([] { return signal_caught() != 0; });
}

void catch_signals_of_parent() {
  parent = getppid();
  std::signal(SIGINT, SIG_IGN);
}

int signal_caught() { return caught.load(std::memory_order_relaxed); }

HoldSignals::HoldSignals() {
  const sigset_t signals = recorded_signals();
  sigprocmask(SIG_BLOCK, &signals, &before_);
}

void HoldSignals::release() { sigprocmask(SIG_SETMASK, &before_, nullptr); }

}  // namespace memnet
