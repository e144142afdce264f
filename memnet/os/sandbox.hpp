// Runs work that may crash or never end in child processes with few rights.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "memnet/base/error.hpp"

namespace memnet {

// Sends bytes from the sandbox to the process that started it.
using Send = std::function<void(std::span<const std::byte> bytes)>;
using SandboxWork = std::function<void(const Send& send)>;

struct SandboxResult {
  std::vector<std::byte> output;  // all that the work sent, also if it failed later
  std::string problem;            // "crashed (signal 11)", ...; "" if the work ended normally
  bool from_outside = false;      // the machine was too busy, or another process ended the work: the work may be fine
  bool short_of_memory = false;   // this process may use less memory than the work may need

  // Returns the problem as an Error about the file that the work was reading: of kind data, or of kind io if it may
  // have come from outside.
  Error error(const std::string& file) const;
};

// Runs each work in a child process of its own, all at the same time. `bytes` is the most that a work reads from files;
// the memory and the time that a child has follow from it. A child cannot write files; only what it sends comes back. A
// crash, an endless loop or an exception ends that child alone.
// Returns one result for each work, in their order. Throws an Error of kind io if a process cannot be started.
// Requires that no other thread runs (see ChildProcess).
std::vector<SandboxResult> run_in_sandboxes(std::span<const SandboxWork> works, std::size_t bytes = 0);

}  // namespace memnet
