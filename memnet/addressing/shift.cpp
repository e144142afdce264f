// Convolutional shift (NTM eq. 8): rotates the weighting by up to R slots in either direction.
//   w_s = w_g rotated by s, with s = softmax(.) over the shifts -R..R
// Emission: shift scores [2R+1].
//
// shift:R,B starts the score of shift 0 near B, those of the others near 0. Example: with R = 1 and s = (0, 0, 1), the
// weighting [1 0 0 0] becomes [0 1 0 0].
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
    return fmt::format("shifts by up to {} slots, but the memory has {}; R has to be less than that", radius_, slots);
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

  Var apply(const StageInputs& inputs) const override {
    const Var s = inputs.emitted[0];
    return inputs.length ? shift_within(inputs.input, s, inputs.length) : circular_shift(inputs.input, s);
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
