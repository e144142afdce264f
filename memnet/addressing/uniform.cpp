// Look everywhere alike: the mean of the memory. The least that a head can do.
//   w_i = 1 / N
// Emission: none.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Uniform : public SourceStage {
 public:
  const char* trace_name() const override { return "even"; }

  Var apply(const StageInputs& focus) const override {
    const int N = focus.memory.rows();
    return focus.memory.tape().constant(N, 1, 1, Scalar(1) / N);
  }
};

}  // namespace

std::unique_ptr<Stage> make_uniform_stage(const std::string&) { return std::make_unique<Uniform>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
