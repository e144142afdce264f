// A deque (Grefenstette et al. 2015, section 3.3): a stack at both ends. The bottom is the first row, the top is the
// last one; pushes fill the rows from the middle on. The top pops before the bottom does.
#include "memnet/memories/strengths.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Deque : public Strengths {
  std::vector<Place> places(int capacity) const override {
    return {{"top", {capacity, 2 * capacity - 1}, End::last}, {"bottom", {capacity - 1, 0}, End::first}};
  }
};

}  // namespace

std::unique_ptr<Memory> make_deque_memory() { return std::make_unique<Deque>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
