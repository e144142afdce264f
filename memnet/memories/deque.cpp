// A deque (Grefenstette et al. 2015, section 3.3): a stack at both ends. The bottom is the first row, the top is the
// last one; pushes fill the rows from the middle on. The top pops before the bottom does.
#include "memnet/memories/strengths.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Deque : public Strengths {
 public:
  Deque()
      : Strengths({{.name = "top", .block = 1, .filled_from = End::first, .front = End::last},
                   {.name = "bottom", .block = 0, .filled_from = End::last, .front = End::first}}) {}
};

}  // namespace

std::unique_ptr<Memory> make_deque_memory() { return std::make_unique<Deque>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
