// The same weight for every slot: a head reads the mean of the memory.
//   w_i = 1 / N
// Emission: none.
#include <algorithm>

#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Uniform : public SourceStage {
 public:
  const char* trace_name() const override { return "even"; }

  Var apply(const StageInputs& inputs) const override {
    const int N = inputs.memory.rows();
    const Var even = inputs.memory.tape().constant(N, 1, inputs.length ? inputs.length.batch() : 1, Scalar(1) / N);
    for (int b = 0; inputs.length && b < even.batch(); ++b) std::fill_n(even.value(b), N, 1 / *inputs.length.value(b));
    return even;
  }
};

}  // namespace

std::unique_ptr<Stage> make_uniform_stage(const std::string&) { return std::make_unique<Uniform>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
