// Inputs for the laws of a primitive, drawn as its check data says.
#pragma once

#include <utility>
#include <vector>

#include "memnet/ops/check.hpp"
#include "tests/support/gradients/gradient_check.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

using Sizes = std::vector<std::pair<char, int>>;

// Every letter of the check with the same size.
Sizes all_letters(const OpCheck& check, int size);

// Data are read, never differentiated.
bool is_data(Domain domain);

// One example of argument i, or a matrix somewhat too large for it.
Matrix draw_argument(const OpCheck& check, const Sizes& sizes, std::size_t i, RandomStream& stream, int more_rows = 0,
                     int more_cols = 0);

// All arguments; those whose bit is set in `batched` hold `batch` examples, the others one that broadcasts.
std::vector<Input> draw_inputs(const OpCheck& check, const Sizes& sizes, RandomStream& stream, unsigned batched = 0,
                               int batch = 5);

// The arguments of example b.
OpCheck::Values example(std::span<const Input> inputs, std::size_t b);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
