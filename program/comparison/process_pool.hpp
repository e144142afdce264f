// Runs numbered jobs in child processes, a few at a time.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "memnet/os/child_process.hpp"
#include "program/terminal/progress.hpp"

namespace memnet {

// A job that crashes, runs out of memory or is killed does not affect this process or other jobs. When this process
// ends, for whatever reason, its jobs receive SIGTERM, so that they can save their state. Requires catch_signals().
class ProcessPool {
 public:
  // A job. It runs in the child, reports its progress through `progress`, and returns an exit code. Lines that it
  // writes to stderr become its messages; an exception is a failure with its text as message.
  using Work = std::function<int(Progress& progress)>;

  struct Running {
    std::size_t job;
    std::unique_ptr<ChildProcess> process;
    Progress::Update update;  // the last one that was received
    std::string unfinished_line;
    std::string messages;  // the lines that it wrote, joined; cut at the front if they become too long
    std::chrono::steady_clock::time_point start;
  };
  struct Ended {
    std::size_t job;
    int code;      // exit code; 128 + number if a signal ended the process
    bool crashed;  // a signal ended the process
    std::string messages;
    double seconds;
  };

  explicit ProcessPool(int most_at_once) : most_at_once_(static_cast<std::size_t>(most_at_once)) {}
  // Stops all jobs and waits for them.
  ~ProcessPool();
  ProcessPool(const ProcessPool&) = delete;
  ProcessPool& operator=(const ProcessPool&) = delete;

  bool full() const { return running_.size() >= most_at_once_; }
  const std::vector<Running>& running() const { return running_; }
  // Starts a job. Requires that no other thread runs (see ChildProcess).
  void start(std::size_t job, const Work& work);
  // Waits until a job writes something or ends, but at most the time `most`. Returns the jobs that have ended.
  std::vector<Ended> wait(std::chrono::milliseconds most);
  // Sends SIGTERM to all jobs, which does no harm to a job that has received a signal already. Requires that no further
  // job is started.
  void stop();
  bool stopping() const { return stopping_; }

 private:
  void receive(Running& running);

  std::size_t most_at_once_;
  bool stopping_ = false;
  std::vector<Running> running_;
};

}  // namespace memnet
