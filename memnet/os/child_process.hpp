// A forked process that sends bytes to its parent.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <functional>
#include <optional>
#include <span>

namespace memnet {

// How a process ended.
struct ExitStatus {
  bool known = true;  // false where another part of this program has already waited for the process
  int code = 0;       // the exit code; 0 where a signal ended the process
  int signal = 0;     // the signal that ended it, or 0
};

class ChildProcess {
 public:
  // What the child runs. `pipe` is the file descriptor that leads to the parent. Returns the exit code of the child; an
  // exception makes it 1.
  using Work = std::function<int(int pipe)>;

  // Forks. The child runs `work` and exits without running destructors or exit handlers of this process. If the parent
  // ends first, the child receives `signal_if_parent_ends` (Linux only). Throws an Error of kind io if the system has
  // no room for a further process. Requires that no other thread runs: a lock that one of them holds at the fork stays
  // locked in the child.
  ChildProcess(int signal_if_parent_ends, const Work& work);
  // Kills the child if it still runs, and waits for its end.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // Returns the reading end of the pipe, for poll().
  int pipe() const { return pipe_; }
  // Reads what the child has sent, without waiting. Returns the number of bytes, 0 at the end of the stream (the child
  // has ended), or -1 where there is nothing to read yet.
  ssize_t read(std::span<std::byte> buffer);

  // Sends a signal, unless the child has ended.
  void send_signal(int signal) const;
  // Returns how the child ended; nothing while it runs.
  std::optional<ExitStatus> exit_status();
  // Waits for the end of the child. Returns how it ended.
  ExitStatus wait();

 private:
  std::optional<ExitStatus> wait_with(int flags);

  pid_t id_ = -1;
  int pipe_ = -1;
  std::optional<ExitStatus> status_;  // once it has ended
};

}  // namespace memnet
