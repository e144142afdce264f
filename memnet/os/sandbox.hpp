// Work that may crash, or never end.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "memnet/base/error.hpp"

namespace memnet {

using Say = std::function<void(std::span<const std::byte> bytes)>;

// What became of work in a child process.
struct Confined {
  std::vector<std::byte> said;  // up to its end, whatever that was
  std::string problem;          // "HDF5 crashes on it (signal 11)", ...; "" where it came to its end
  bool too_late = false;        // it was stopped while others had the processor, which says nothing about the work

  // The problem as that of a file.
  Error error(const std::string& file) const;
};

// Carries out each work in a child process of its own, all at once. A child has little memory and time and cannot write
// files: what crashes or hangs ends only the child. All that comes back is what it says. An exception ends it too.
// Best before other threads are started: a lock that one of them holds at the fork stays locked in the child.
std::vector<Confined> run_confined(std::span<const std::function<void(const Say&)>> works);

}  // namespace memnet
