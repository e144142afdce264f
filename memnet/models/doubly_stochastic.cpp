#include "memnet/models/doubly_stochastic.hpp"

#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

void DoublyStochastic::declare(const Options::Section& options) {
  options.add("doubly_stochastic", weight_, 0, 1000,
              "weight of a loss for places that the words of an answer do not look at once in all, by the first head "
              "(Xu et al. 2015, eq. 14)");
}

void DoublyStochastic::add_loss(std::span<const Var> weightings, std::span<const Var> mask,
                                const Annotations& annotations) const {
  Tape& tape = annotations.places.tape();
  Var looks = scale(mask[0], weightings[0]);
  for (std::size_t t = 1; t < weightings.size(); ++t) looks = add(looks, scale(mask[t], weightings[t]));
  const Var once = annotations.present ? annotations.present : tape.constant(looks.rows(), 1, 1, 1);
  // gaussian_loss() is half of the squared distance.
  tape.set_step(0);
  tape.add_loss("doubly_stochastic",
                gaussian_loss(looks, once, tape.constant(1, 1, 1, static_cast<Scalar>(2 * weight_))));
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
