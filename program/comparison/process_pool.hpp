// A few processes that work on numbered pieces, each in a process of its own.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "program/terminal/progress.hpp"

namespace memnet {

// A piece that crashes, runs out of memory or is killed takes nothing else down. If this process ends, however it ends,
// its pieces are asked to stop, and save what they have. To be used before there are threads.
class Pool {
 public:
  // What is done in the child: tells how it goes on, and gives an exit code. An exception is a failure with its
  // message.
  using Work = std::function<int(Progress& progress)>;

  struct Running {
    std::size_t piece;
    pid_t process;
    int pipe;                 // where it tells
    Progress::Moment moment;  // the last one it told
    std::string unfinished_line;
    std::string words;  // what it said in lines of its own, its last words last
    std::chrono::steady_clock::time_point start;
  };
  struct Ended {
    std::size_t piece;
    int code;      // of its exit; 128 + number if a signal ended it
    bool crashed;  // it was a signal
    std::string words;
    double seconds;
  };

  explicit Pool(int jobs) : jobs_(static_cast<std::size_t>(jobs)) {}
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  bool full() const { return running_.size() >= jobs_; }
  const std::vector<Running>& running() const { return running_; }
  void start(std::size_t piece, const Work& work);
  // Those that have ended; waits for news, but not for long.
  std::vector<Ended> wait(std::chrono::milliseconds most);
  // Asks all to stop; to be called when no more are started.
  void stop();
  bool stopping() const { return stopping_; }

 private:
  void listen(Running& running);

  std::size_t jobs_;
  bool stopping_ = false;
  std::vector<Running> running_;
};

}  // namespace memnet
