// Stride copy: only every second vector of the sequence has to be given back, or every third.
//
//   inputs    a b c d e | . . .        bits + 1 channels
//   targets   . . . . . . a c e        bits; here with a stride of 2
#include "tasks/common/recall_sequence.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class StrideCopy : public GiveBack {
 public:
  StrideCopy() : GiveBack("stride_copy") {}

  void declare(const Options::Section& options) override {
    options.add("stride", stride_, 1, 10000, "from one vector that is given back to the next");
    GiveBack::declare(options);
  }

 private:
  int answers(int length) const override { return (length - 1) / stride_ + 1; }
  int given_back(int i, int) const override { return i * stride_; }

  int stride_ = 2;
};

}  // namespace

std::unique_ptr<Task> make_stride_copy() { return std::make_unique<StrideCopy>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
