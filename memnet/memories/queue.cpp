// A queue (Grefenstette et al. 2015, section 3.2): pushes are behind the last row; pops and reads are at the first one.
#include "memnet/memories/strengths.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Queue : public Strengths {
  std::vector<Place> places(int capacity) const override { return {{"queue", {0, capacity - 1}, End::first}}; }
};

}  // namespace

std::unique_ptr<Memory> make_queue_memory() { return std::make_unique<Queue>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
