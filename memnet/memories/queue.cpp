// A queue (Grefenstette et al. 2015, section 3.2): pushes are behind the last row; pops and reads are at the first one.
#include "memnet/memories/strengths.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Queue : public Strengths {
 public:
  Queue() : Strengths({{.name = "queue", .block = 0, .filled_from = End::first, .front = End::first}}) {}
};

}  // namespace

std::unique_ptr<Memory> make_queue_memory() { return std::make_unique<Queue>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
