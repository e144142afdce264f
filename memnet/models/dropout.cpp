#include "memnet/models/dropout.hpp"

#include "memnet/ops/length.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

void Dropout::declare(const Options::Section& options) {
  options.add("dropout", rate_, 0, 0.99,
              "fraction of the numbers of word embeddings, annotations and readouts that are set to 0 in training");
}

// Example b has numbers in the first rows_of(b) rows.
template <class RowsOf>
Var Dropout::drop(Var x, std::span<RandomStream> noise, RowsOf rows_of) const {
  if (!drops(noise)) return x;
  const Var mask = x.tape().constant(x.rows(), x.cols(), static_cast<int>(noise.size()), 0);
  const auto kept = static_cast<Scalar>(1 / (1 - rate_));
  for (int b = 0; b < mask.batch(); ++b) {
    const int rows = rows_of(b);
    for (int k = 0; k < x.cols(); ++k)
      for (int i = 0; i < rows; ++i)
        mask.value(b)[k * x.rows() + i] = noise[static_cast<std::size_t>(b)].uniform(0, 1) < rate_ ? Scalar(0) : kept;
  }
  return hadamard(x, mask);
}

Var Dropout::apply(Var x, std::span<RandomStream> noise) const {
  return drop(x, noise, [&](int) { return x.rows(); });
}

Var Dropout::apply_to_rows(Var x, std::span<RandomStream> noise, Var length) const {
  return drop(x, noise, [&](int b) { return length_of(length, b, x.rows()); });
}

Var Dropout::apply_to_place(Var x, std::span<RandomStream> noise, Var present) const {
  return drop(x, noise, [&](int b) { return *present.value(b) != 0 ? x.rows() : 0; });
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
