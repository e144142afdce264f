// A random weighting near a single slot, with a slope (Gumbel-softmax: Jang, Gu & Poole 2017; Maddison et al. 2017).
//   y = softmax((scores + g) / tau), with g_i = -log(-log u_i) and u_i uniform
// The lower the temperature tau, the nearer y is to a draw from softmax(scores), and the larger the variance of its
// gradient. Away from training the most probable slot is taken.
// Emission: none.
#include "memnet/addressing/choice.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Gumbel : public ChoiceStage {
 public:
  explicit Gumbel(Temperature tau) : tau_(tau) {}

  Slope slope() const override { return Slope::estimated; }

 private:
  Var choose(const StageInputs&, Var, Var noisy) const override { return tau_.softmax_of(noisy); }

  Temperature tau_;
};

}  // namespace

std::unique_ptr<Stage> make_gumbel_stage(const std::string& argument) {
  const std::optional<Temperature> tau = parse_temperature(argument);
  return tau ? std::make_unique<Gumbel>(*tau) : nullptr;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
