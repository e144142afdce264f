// Threads: every piece is worked on once, by a thread that flushes denormals, and exceptions are rethrown.
#include "memnet/train/threads.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <limits>
#include <stdexcept>
#include <thread>

namespace memnet {
namespace {

// Some threads are more, some fewer than there are pieces.
constexpr int kCounts[] = {1, 2, 3, 8};

TEST(Threads, DoEveryPieceOnce) {
  for (const int count : kCounts) {
    Threads threads(count);
    EXPECT_EQ(threads.count(), count);
    for (const int pieces : {0, 1, 2, 5, 100}) {
      std::vector<std::atomic<int>> done(100);
      threads.run(pieces, [&](int piece, int thread) {
        EXPECT_EQ(thread, piece % count);
        ++done[static_cast<std::size_t>(piece)];
      });
      for (int piece = 0; piece < 100; ++piece)
        EXPECT_EQ(done[static_cast<std::size_t>(piece)], piece < pieces ? 1 : 0);
    }
  }
}

TEST(Threads, WorkRoundAfterRound) {
  Threads threads(3);
  std::atomic<int> done = 0;
  for (int round = 0; round < 2000; ++round) {
    threads.run(3, [&](int, int) { ++done; });
    ASSERT_EQ(done, 3 * (round + 1));
  }
}

TEST(Threads, FlushDenormalsEverywhere) {
  for (const int count : kCounts) {
    Threads threads(count);
    std::vector<std::thread::id> who(8);
    threads.run(8, [&](int piece, int) {
      // Hidden from the compiler, which would otherwise multiply them itself.
      volatile float small = std::numeric_limits<float>::min();
      volatile double smaller = std::numeric_limits<double>::min();
      EXPECT_EQ(small * 0.5f, 0.0f) << "piece " << piece << " of " << count << " threads";
      EXPECT_EQ(smaller * 0.5, 0.0) << "piece " << piece << " of " << count << " threads";
      volatile float denormal = std::numeric_limits<float>::denorm_min();
      EXPECT_EQ(denormal * 1e30f, 0.0f) << "piece " << piece << " of " << count << " threads";
      who[static_cast<std::size_t>(piece)] = std::this_thread::get_id();
    });
    for (int piece = 1; piece < count; ++piece) EXPECT_NE(who[static_cast<std::size_t>(piece)], who[0]);
  }
}

TEST(Threads, HandOnTheErrorOfTheLowestPiece) {
  for (const int count : kCounts) {
    Threads threads(count);
    std::atomic<int> done = 0;
    try {
      threads.run(10, [&](int piece, int) {
        ++done;
        if (piece >= 4) throw std::runtime_error(std::to_string(piece));
      });
      ADD_FAILURE() << "nothing was thrown";
    } catch (const std::runtime_error& error) {
      EXPECT_STREQ(error.what(), "4");
    }
    EXPECT_EQ(done, 10);
    EXPECT_NO_THROW(threads.run(10, [&](int, int) {})) << "an old error came again";
  }
}

}  // namespace
}  // namespace memnet
