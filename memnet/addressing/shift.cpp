// Convolutional shift (NTM eq. 8): move the focus by up to R slots either way.
//   w_s = w_g rotated by s, with s = softmax(.) over the shifts -R..R
// Emission: shift scores [2R+1].
//
// shift:R,B lets the score of not moving start B above the others.
#include <fmt/format.h>

#include <algorithm>

#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Shift : public TransformStage {
 public:
  Shift(int radius, double stay) : radius_(radius), stay_(stay) {}

  std::string unsupported_reason(int slots, int) const override {
    if (radius_ < slots) return "";
    return fmt::format("moves by up to {} slots, and the memory has {}; R has to be less than that", radius_, slots);
  }
  std::vector<EmittedVector> emission(int, int) const override {
    return {{"shift", {2 * radius_ + 1, Activation::softmax}, TracedAxis::offset}};
  }
  std::vector<double> emission_start() const override {
    std::vector<double> start(2 * static_cast<std::size_t>(radius_) + 1, 0.0);
    start[static_cast<std::size_t>(radius_)] = stay_;
    return start;
  }
  const char* trace_name() const override { return "shifted"; }

  Var apply(const StageInputs& focus) const override {
    const Var s = focus.emitted[0];
    return circular_shift(focus.signal, s);
  }

 private:
  int radius_;
  double stay_;
};

}  // namespace

std::unique_ptr<Stage> make_shift_stage(const std::string& argument) {
  const std::size_t comma = std::min(argument.find(','), argument.size());
  const std::optional<int> radius = parse_count(argument.substr(0, comma));
  const std::optional<double> stay = parse_start(comma == argument.size() ? "" : argument.substr(comma + 1));
  return radius && stay ? std::make_unique<Shift>(*radius, *stay) : nullptr;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
