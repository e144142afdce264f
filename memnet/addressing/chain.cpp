// Structured attention over a line of slots (Kim et al. 2017, section 3.1): every slot is selected or not, and
// neighbors depend on each other, so that runs of slots are selected together.
//   p(z) = exp(sum_i scores_i z_i + sum_i b[z_i, z_(i+1)]) / Z, z_i in {0, 1}     b = 0: a sigmoid for each slot
//   w_i = p(z_i = 1) / sum_j p(z_j = 1)
// The paper multiplies w by a constant (lambda = 2), which what follows a read can do.
// Emission: none. Parameters: pairs [2,2], which is b, at first 0.
#include <algorithm>
#include <limits>
#include <numeric>

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
    const Var length = inputs.length ? inputs.length : tape.constant(1, 1, 1, static_cast<Scalar>(N));
    const Var unary = add_outer(raise(inputs.input, length), selected, inputs.input);
    const Var p = read(chain_marginals(unary, inputs.parameters[0], length).states, selected);
    return divide_by_dot(scale(enlarge(p), p), tape.constant(N, 1, 1, 1));
  }

 private:
  // Returns what is added to scores that are all below kLow, in the shape of the scores of both states, so that the
  // highest is kLow: p stays a number that is not 0, and w is the same, since there two slots are almost never selected
  // together, and one slot is selected instead of another with the same odds.
  static Var raise(Var scores, Var length) {
    constexpr Scalar kLow = -30;
    const Var added = scores.tape().constant(2, scores.rows(), std::max(scores.batch(), length.batch()), 0);
    for (int b = 0; b < added.batch(); ++b) {
      const Scalar* s = scores.value(b);
      const int n = static_cast<int>(*length.value(b));
      const Scalar by = n == 0 ? 0 : std::max<Scalar>(kLow - *std::max_element(s, s + n), 0);
      for (int i = 0; i < scores.rows(); ++i) added.value(b)[2 * i + 1] = by;
    }
    return added;
  }

  // Returns a constant factor, on which w does not depend: it makes the sum of p so large that the small constant which
  // divide_by_dot adds to it changes nothing.
  static Var enlarge(Var p) {
    constexpr Scalar kLarge = 1e6;
    const Var y = p.tape().constant(1, 1, p.batch(), 0);
    for (int b = 0; b < y.batch(); ++b)
      *y.value(b) = kLarge / std::max(std::accumulate(p.value(b), p.value(b) + p.size(), Scalar(0)),
                                      kLarge * std::numeric_limits<Scalar>::min());
    return y;
  }
};

}  // namespace

std::unique_ptr<Stage> make_chain_stage(const std::string&) { return std::make_unique<Chain>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
