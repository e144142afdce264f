#include "program/terminal/signals.hpp"

#include <csignal>

namespace memnet {
namespace {

volatile std::sig_atomic_t caught = 0;

extern "C" void record_signal(int number) { caught = number; }

}  // namespace

void catch_signals() {
  struct sigaction action = {};
  action.sa_handler = record_signal;
  action.sa_flags = static_cast<int>(SA_RESETHAND);  // the next signal has its usual effect
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGCHLD, SIG_DFL);  // a parent process may have set it to be ignored
}

int signal_caught() { return caught; }

}  // namespace memnet
