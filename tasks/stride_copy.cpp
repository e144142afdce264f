// Stride copy: output every second vector of the sequence, or every third, and so on.
//
//   inputs    a b c d e | . . .        bits + 1 channels
//   targets   . . . . . . a c e        bits; here with a stride of 2
#include "tasks/common/recall_sequence.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class StrideCopy : public RecallSequence {
 public:
  StrideCopy() : RecallSequence("stride_copy") {}

  void declare(const Options::Section& options) override {
    options.add("stride", stride_, 1, 10000, "distance from one output vector to the next; 2: every second vector");
    RecallSequence::declare(options);
  }

 private:
  int answers(int length) const override { return (length - 1) / stride_ + 1; }
  int recalled_index(int i, int) const override { return i * stride_; }

  int stride_ = 2;
};

}  // namespace

std::unique_ptr<Task> make_stride_copy() { return std::make_unique<StrideCopy>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
