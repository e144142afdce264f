// Doubly linked lists of numbers (Joulin & Mikolov 2015, section 3.2). The head stays on the middle cell, and the list
// moves below it. The actions are: to the left, where the head sees the number before; to the right; and to insert a
// number behind that of the head, and see it.
#include "memnet/memories/scalar_lists.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class SoftList : public ScalarLists {
 public:
  SoftList() : ScalarLists({.name = "list", .sides = 2, .actions = {{-1, -1}, {1, 1}, {1, 0, true}}}) {}
};

}  // namespace

std::unique_ptr<Memory> make_soft_list_memory() { return std::make_unique<SoftList>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
