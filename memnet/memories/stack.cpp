// A stack (Grefenstette et al. 2015, section 3.1): pushes, pops and reads are all on top, which is the last row.
#include "memnet/memories/strengths.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Stack : public Strengths {
 public:
  Stack() : Strengths({{.name = "stack", .block = 0, .filled_from = End::first, .front = End::last}}) {}
};

}  // namespace

std::unique_ptr<Memory> make_stack_memory() { return std::make_unique<Stack>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
