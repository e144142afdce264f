#include "memnet/base/table.hpp"
#include "memnet/memories/memory.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

#define MEMNET_MEMORY(name, meaning) std::unique_ptr<Memory> make_##name##_memory();
#include "memnet/memories/table.def"
#undef MEMNET_MEMORY

std::span<const MemoryEntry> all_memories() {
  static constexpr MemoryEntry kMemories[] = {
#define MEMNET_MEMORY(name, meaning) {#name, meaning, make_##name##_memory},
#include "memnet/memories/table.def"
#undef MEMNET_MEMORY
  };
  return kMemories;
}

std::unique_ptr<Memory> make_memory(const std::string& name) {
  return find_entry(all_memories(), name, "memory").make();
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
