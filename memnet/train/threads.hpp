// A few threads that work on numbered pieces.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace memnet {

// Which thread takes which piece never shows in a result: pieces are independent, and whoever asked for them puts their
// results together in the order of their numbers.
class Threads {
 public:
  // `count` threads in all, the caller's included. Denormals are flushed in each.
  explicit Threads(int count);
  ~Threads();
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;

  int count() const { return static_cast<int>(workers_.size()) + 1; }

  // Calls work(piece, thread) for every piece below `pieces`; thread t takes pieces t, t + count(), ... Returns when
  // all are done; if some threw, the error of the lowest piece is thrown again.
  void run(int pieces, const std::function<void(int piece, int thread)>& work);

 private:
  void serve(int thread);
  void take_share(int thread);

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
