#include "memnet/train/threads.hpp"

#include "memnet/math/denormals.hpp"

namespace memnet {

Threads::Threads(int count) {
  flush_denormals();
  for (int t = 1; t < count; ++t) workers_.emplace_back([this, t] { wait_for_work(t); });
}

Threads::~Threads() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  begin_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

void Threads::run(int pieces, const std::function<void(int, int)>& work) {
  const bool alone = pieces <= 1 || workers_.empty();
  {
    const std::lock_guard lock(mutex_);
    work_ = &work;
    pieces_ = pieces;
    failure_ = nullptr;
    if (!alone) {
      busy_ = static_cast<int>(workers_.size());
      ++round_;
    }
  }
  if (!alone) begin_.notify_all();
  work_on_share(0);
  std::unique_lock lock(mutex_);
  done_.wait(lock, [this] { return busy_ == 0; });
  if (failure_) std::rethrow_exception(failure_);
}

void Threads::wait_for_work(int thread) {
  flush_denormals();
  std::uint64_t seen = 0;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      begin_.wait(lock, [&] { return closing_ || round_ != seen; });
      if (closing_) return;
      seen = round_;
    }
    work_on_share(thread);
    const std::lock_guard lock(mutex_);
    if (--busy_ == 0) done_.notify_one();
  }
}

void Threads::work_on_share(int thread) {
  for (int piece = thread; piece < pieces_; piece += count()) {
    try {
      (*work_)(piece, thread);
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_ || piece < failed_piece_) {
        failure_ = std::current_exception();
        failed_piece_ = piece;
      }
    }
  }
}

}  // namespace memnet
