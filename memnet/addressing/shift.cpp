// Convolutional shift (NTM eq. 8): move the focus by up to R slots either way.
//   w_s = w_g rotated by s, with s = softmax(.) over the shifts -R..R
// Emission: shift scores [2R+1].
#include <charconv>

#include "memnet/addressing/stage.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet::inline MEMNET_PRECISION {
namespace {

class Shift : public Stage {
 public:
  explicit Shift(int radius) : radius_(radius) {}

  Signal takes() const override { return Signal::weighting; }
  Signal gives() const override { return Signal::weighting; }
  std::vector<int> emission(int, int) const override { return {2 * radius_ + 1}; }
  const char* outcome() const override { return "shifted"; }

  Var apply(const Focus& focus) const override {
    const Var s = softmax(focus.emitted[0]);
    s.tape().mark("shift", s, "offset");
    return circular_shift(focus.signal, s);
  }

 private:
  int radius_;
};

}  // namespace

std::unique_ptr<Stage> make_shift_stage(const std::string& argument) {
  int radius = 0;
  const char* end = argument.data() + argument.size();
  const auto [stop, problem] = std::from_chars(argument.data(), end, radius);
  if (problem != std::errc() || stop != end || radius < 1) return nullptr;
  return std::make_unique<Shift>(radius);
}

}  // namespace memnet::inline MEMNET_PRECISION
