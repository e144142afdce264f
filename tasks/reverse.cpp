// Reverse: output the sequence in reverse order.
//
//   inputs    a b c | . . .        bits + 1 channels, 2 length + 1 steps
//   targets   . . . . c b a        bits
#include "tasks/common/recall_sequence.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Reverse : public RecallSequence {
 public:
  Reverse() : RecallSequence("reverse") {}

 private:
  int recalled_index(int i, int length) const override { return length - 1 - i; }
};

}  // namespace

std::unique_ptr<Task> make_reverse() { return std::make_unique<Reverse>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
