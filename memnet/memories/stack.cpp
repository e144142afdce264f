// A stack (Grefenstette et al. 2015, section 3.1): pushes, pops and reads are all on top, which is the last row.
#include "memnet/memories/strengths.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Stack : public Strengths {
  std::vector<Place> places(int capacity) const override { return {{"stack", {0, capacity - 1}, End::last}}; }
};

}  // namespace

std::unique_ptr<Memory> make_stack_memory() { return std::make_unique<Stack>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
