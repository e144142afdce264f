// Copy (Graves, Wayne & Danihelka 2014, section 4.1): give the sequence back as it was.
//
//   inputs    a b c | . . .        bits + 1 channels, 2 length + 1 steps
//   targets   . . . . a b c        bits
#include "tasks/common/recall_sequence.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Copy : public GiveBack {
 public:
  Copy() : GiveBack("copy") {}

 private:
  int given_back(int i, int) const override { return i; }
};

}  // namespace

std::unique_ptr<Task> make_copy() { return std::make_unique<Copy>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
