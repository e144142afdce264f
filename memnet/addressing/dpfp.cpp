// Many sparse features of a short key (DPFP; Schlag, Irie & Schmidhuber 2021): with N slots the key has N / (2 NU)
// numbers.
//   [r * roll(r, 1); ..; r * roll(r, NU)] with r = [relu(x); relu(-x)]
// Emission: none.
#include <fmt/format.h>

#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Dpfp : public FeatureStage {
 public:
  explicit Dpfp(int nu) : nu_(nu) {}

  int scores_for(int slots) const override { return slots / (2 * nu_); }
  std::string unsupported_reason(int slots, int) const override {
    if (slots % (2 * nu_) == 0 && slots > 2 * nu_) return "";  // all products of a single number are 0
    return fmt::format(
        "makes 2 x {} features of each number, but there are {} slots; take a multiple of {}, from {} on", nu_, slots,
        2 * nu_, 4 * nu_);
  }

  bool gives_nonnegative(bool) const override { return true; }

  Var apply(const StageInputs& inputs) const override { return dpfp(inputs.input, nu_); }

 private:
  int nu_;
};

}  // namespace

std::unique_ptr<Stage> make_dpfp_stage(const std::string& argument) {
  const std::optional<int> nu = parse_count(argument);
  return nu ? std::make_unique<Dpfp>(*nu) : nullptr;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
