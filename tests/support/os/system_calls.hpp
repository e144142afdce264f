// System calls that fail on purpose. The test program defines write, fsync, rename and flock itself, so that a test can
// choose the call at which the process is killed or the call fails; while no Faulty exists, they are the usual calls.
#pragma once

#include <cstddef>
#include <limits>

namespace memnet {

struct Fault {
  enum class Kind {
    none,
    kill,       // the process is killed just before the call
    tear,       // half of a write, or the whole of another call, is carried out, then the process is killed
    error,      // the call fails with `error`
    interrupt,  // the call fails with EINTR, once
  };

  Kind kind = Kind::none;
  int site = 0;  // which call, counted from the construction of Faulty
  int error = 0;
  std::size_t most_bytes = std::numeric_limits<std::size_t>::max();  // that a single write takes
};

// While it exists, system calls fail as the fault describes.
class Faulty {
 public:
  explicit Faulty(const Fault& fault);
  ~Faulty();
  Faulty(const Faulty&) = delete;
  Faulty& operator=(const Faulty&) = delete;

  // Returns the number of calls since its construction.
  int calls() const;
};

// While it exists, flock() fails with this error.
class NoLocks {
 public:
  explicit NoLocks(int error);
  ~NoLocks();
  NoLocks(const NoLocks&) = delete;
  NoLocks& operator=(const NoLocks&) = delete;
};

}  // namespace memnet
