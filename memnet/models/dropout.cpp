#include "memnet/models/dropout.hpp"

#include "memnet/ops/length.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

void Dropout::declare(const Options::Section& options) {
  options.add("dropout", rate_, 0, 0.99,
              "fraction of the numbers of word embeddings, annotations and readouts that are set to 0 in training");
}

Var Dropout::apply(Var x, std::span<RandomStream> noise, Var length) const {
  if (rate_ == 0 || noise.empty()) return x;
  const Var mask = x.tape().constant(x.rows(), x.cols(), static_cast<int>(noise.size()), 0);
  const auto kept = static_cast<Scalar>(1 / (1 - rate_));
  for (int b = 0; b < mask.batch(); ++b) {
    const int rows = length ? length_of(length, b, x.rows()) : x.rows();
    for (int k = 0; k < x.cols(); ++k)
      for (int i = 0; i < rows; ++i)
        mask.value(b)[k * x.rows() + i] = noise[static_cast<std::size_t>(b)].uniform(0, 1) < rate_ ? Scalar(0) : kept;
  }
  return hadamard(x, mask);
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
