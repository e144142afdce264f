// Inputs for the laws of a primitive, sampled as its check data describes.
#pragma once

#include <vector>

#include "memnet/ops/check.hpp"
#include "tests/support/gradients/gradient_check.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

using Sizes = OpCheck::Sizes;

// Gives every letter of the check the same size.
Sizes all_letters(const OpCheck& check, int size);

// One example of argument i, or, for tests of errors, a matrix that is too large.
Matrix sample_argument(const OpCheck& check, const Sizes& sizes, std::size_t i, RandomStream& stream, int more_rows = 0,
                       int more_cols = 0);

// All arguments: those whose bit is set in `batched` have `batch` examples, the others have one that broadcasts.
std::vector<Input> sample_inputs(const OpCheck& check, const Sizes& sizes, RandomStream& stream, unsigned batched = 0,
                                 int batch = 5);

// The arguments of example b.
OpCheck::Values example(std::span<const Input> inputs, std::size_t b);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
