// A pool of threads that work on numbered pieces of work.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace memnet {

// Results must not depend on which thread works on which piece: pieces are independent, and the caller combines their
// results in the order of their numbers.
class Threads {
 public:
  // Starts threads, so that `count` work together with the caller's. Each flushes denormals to zero.
  explicit Threads(int count);
  ~Threads();
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;

  int count() const { return static_cast<int>(workers_.size()) + 1; }

  // Calls work(piece, thread) for each piece from 0 to pieces - 1; thread t works on t, t + count(), ... Returns when
  // all are done. If some calls throw, rethrows the exception of the piece with the lowest number.
  void run(int pieces, const std::function<void(int piece, int thread)>& work);

 private:
  void wait_for_work(int thread);
  void work_on_share(int thread);

  std::mutex mutex_;
  std::condition_variable begin_, done_;
  const std::function<void(int, int)>* work_ = nullptr;
  int pieces_ = 0;
  std::uint64_t round_ = 0;
  int busy_ = 0;
  bool closing_ = false;
  int failed_piece_ = 0;
  std::exception_ptr failure_;
  std::vector<std::thread> workers_;
};

}  // namespace memnet
