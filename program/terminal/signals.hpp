// The signals that end training, after it has saved its state.
#pragma once

#include <csignal>

namespace memnet {

// Changes the effect of signals. The first SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2 or SIGXCPU is only recorded, and
// interrupts computations (see memnet/base/interruption.hpp), so that the state can be saved. A further SIGINT or
// SIGTERM ends the process at once; but one that comes within a moment belongs to the first, since `timeout`, for
// example, sends its signal to a process and then to its group. Further signals of the other kinds are ignored: a
// system sends them, and may repeat them. A SIGHUP that is ignored already (nohup) stays ignored.
//
// SIGPIPE is ignored, so writing to a closed pipe fails instead. The exit status of child processes is kept for
// waitpid().
void catch_signals();

// Changes the effect of signals in a child process whose parent has called catch_signals(). SIGINT is ignored: Ctrl-C
// reaches every process of a terminal, but the parent decides what ends. The parent may forward a signal that has
// reached the child already, so a further SIGTERM ends the child only if its parent has ended.
void catch_signals_of_parent();

// Returns the signal that was recorded, or 0.
int signal_caught();

// Holds back the signals that catch_signals() records, until release(). A child process that is forked meanwhile holds
// them back as well, until it calls release().
class HoldSignals {
 public:
  HoldSignals();
  ~HoldSignals() { release(); }
  void release();
  HoldSignals(const HoldSignals&) = delete;
  HoldSignals& operator=(const HoldSignals&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace memnet
