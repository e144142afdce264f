// Copy (Graves, Wayne & Danihelka 2014, section 4.1): output the sequence as it was shown.
//
//   inputs    a b c | . . .        bits + 1 channels, 2 length + 1 steps
//   targets   . . . . a b c        bits
#include "tasks/common/recall_sequence.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Copy : public RecallSequence {
 public:
  Copy() : RecallSequence("copy") {}

 private:
  int recalled_index(int i, int) const override { return i; }
};

}  // namespace

std::unique_ptr<Task> make_copy() { return std::make_unique<Copy>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
