// Stacks of numbers (Joulin & Mikolov 2015, section 3.2). The head is the first cell; the actions are push and pop.
#include "memnet/memories/scalar_lists.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class SoftStack : public ScalarLists {
 public:
  SoftStack() : ScalarLists({.name = "stack", .sides = 1, .actions = {{-1, -1, true}, {1, 1}}}) {}
};

}  // namespace

std::unique_ptr<Memory> make_soft_stack_memory() { return std::make_unique<SoftStack>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
