// Odd first: output the items at odd places of a sequence, and then those at even places.
//
//   inputs    a b c d e | . . . . .      words, 2 length + 1 steps
//   targets   . . . . . . a c e b d      words
//
// With task.source = yes the source is a b c d e, and the target a c e b d end.
#include "tasks/common/recall_sequence.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class OddFirst : public RecallSequence {
 public:
  OddFirst() : RecallSequence("odd_first", 10) {}

 private:
  int recalled_index(int i, int length) const override {
    const int odd = (length + 1) / 2;  // places 1, 3, ... have the indices 0, 2, ...
    return i < odd ? 2 * i : 2 * (i - odd) + 1;
  }
};

}  // namespace

std::unique_ptr<Task> make_odd_first() { return std::make_unique<OddFirst>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
