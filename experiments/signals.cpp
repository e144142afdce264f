#include "experiments/signals.hpp"

#include <csignal>

namespace memnet {
namespace {

volatile std::sig_atomic_t caught = 0;

extern "C" void remember_signal(int number) { caught = number; }

}  // namespace

void catch_signals() {
  struct sigaction action = {};
  action.sa_handler = remember_signal;
  action.sa_flags = static_cast<int>(SA_RESETHAND);  // the next one has its usual effect
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

int signal_caught() { return caught; }

}  // namespace memnet
