// Small memories for the laws: every line of memories/table.def, and ways to set some of them up; and the plain data
// structure that each of them is if its controller does nothing in part.
#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "memnet/base/random.hpp"
#include "memnet/memories/memory.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

struct MemorySetup {
  std::string name;
  std::string memory;
  std::vector<std::pair<std::string, std::string>> settings;
};
void PrintTo(const MemorySetup& setup, std::ostream* out);
std::vector<MemorySetup> memories();

// The memory of a setup beside a controller with so many outputs, with its initial parameters.
struct BuiltMemory {
  BuiltMemory(const MemorySetup& setup, int controller);

  std::unique_ptr<Memory> memory;
  Params params;
};

// The annotations that a memory reads which needs an encoder, where nothing else is said: as many places as it has
// slots.
Matrix small_annotations();
// Returns them, for every example.
Annotations annotations_of(Var places);

// A data structure of a textbook, with the sizes of a BuiltMemory.
class PlainMemory {
 public:
  virtual ~PlainMemory() = default;
  // Does a random action. Returns what the heads of the memory have to emit for it, before activation.
  virtual std::vector<Scalar> act(RandomStream& stream) = 0;
  // Returns what is then read.
  virtual std::vector<std::vector<Scalar>> read() const = 0;
};
// Returns that of a setup, or null if it has none. Each memory that is read has one in some setup.
std::unique_ptr<PlainMemory> plain_memory(const MemorySetup& setup);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
