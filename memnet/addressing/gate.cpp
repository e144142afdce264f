// Interpolation (NTM eq. 7): stay where the head was, or go where the content says?
//   w_g = g w_c + (1 - g) w_(t-1), with g = sigmoid(.)
// Emission: gate [1].
#include "memnet/addressing/stage.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet::inline MEMNET_PRECISION {
namespace {

class Gate : public Stage {
 public:
  Signal takes() const override { return Signal::weighting; }
  Signal gives() const override { return Signal::weighting; }
  std::vector<int> emission(int, int) const override { return {1}; }
  const char* outcome() const override { return "gated"; }
  bool uses_previous() const override { return true; }

  Var apply(const Focus& focus) const override {
    const Var g = sigmoid(focus.emitted[0]);
    g.tape().mark("gate", g, "");
    return interpolate(g, focus.signal, focus.previous);
  }
};

}  // namespace

std::unique_ptr<Stage> make_gate_stage(const std::string&) { return std::make_unique<Gate>(); }

}  // namespace memnet::inline MEMNET_PRECISION
