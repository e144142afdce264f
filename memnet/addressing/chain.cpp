// Structured attention over a line of slots (Kim et al. 2017, section 3.1): every slot is selected or not, and
// neighbors depend on each other, so that runs of slots are selected together.
//   p(z) = exp(sum_i scores_i z_i + sum_i b[z_i, z_(i+1)]) / Z, z_i in {0, 1}     b = 0: a sigmoid for each slot
//   w_i = p(z_i = 1) / sum_j p(z_j = 1)
// The paper multiplies w by a constant (lambda = 2), which what follows a read can do.
// Emission: none. Parameters: pairs [2,2], which is b, at first 0.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Chain : public NormalizerStage {
 public:
  std::vector<StageParameter> parameters(int, int) const override { return {{"pairs", 2, 2, Init::constant(0)}}; }

  bool breaks_symmetry() const override { return true; }  // slots at the ends have one neighbor

  Var apply(const StageInputs& inputs) const override {
    Tape& tape = inputs.input.tape();
    const int N = inputs.input.rows();
    const Var selected = tape.constant(2, 1, 1, 0);  // which of the two states is meant
    selected.value()[1] = 1;
    const Var unary = add_outer(tape.constant(2, N, 1, 0), selected, inputs.input);
    const Var length = inputs.length ? inputs.length : tape.constant(1, 1, 1, static_cast<Scalar>(N));
    const Var p = read(chain_marginals(unary, inputs.parameters[0], length).states, selected);
    return divide_by_dot(p, tape.constant(N, 1, 1, 1));
  }
};

}  // namespace

std::unique_ptr<Stage> make_chain_stage(const std::string&) { return std::make_unique<Chain>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
