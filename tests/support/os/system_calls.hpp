// System calls that go wrong on purpose. This program defines write, fsync and rename itself, so that a test can say at
// which of them the process dies or the disk gives up; unarmed, they do what they always do.
#pragma once

#include <cstddef>
#include <limits>

namespace memnet {

struct Fault {
  enum class Kind {
    none,
    kill,       // the process dies just before the call
    tear,       // half of a write lands, then the process dies; other calls happen, then it dies
    error,      // the call fails with `error`
    interrupt,  // the call fails with EINTR, once
  };

  Kind kind = Kind::none;
  int site = 0;  // which call, counted from the moment of arming
  int error = 0;
  std::size_t most_bytes = std::numeric_limits<std::size_t>::max();  // that a single write takes
};

// Arms as long as it lives.
class Faulty {
 public:
  explicit Faulty(const Fault& fault);
  ~Faulty();
  Faulty(const Faulty&) = delete;
  Faulty& operator=(const Faulty&) = delete;

  // Calls made since.
  int calls() const;
};

}  // namespace memnet
