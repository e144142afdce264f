#include "tests/support/gradients/op_inputs.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

Sizes all_letters(const OpCheck& check, int size) {
  Sizes sizes = check.sizes;
  for (auto& [letter, letter_size] : sizes) letter_size = size;
  return sizes;
}

Matrix sample_argument(const OpCheck& check, const Sizes& sizes, std::size_t i, RandomStream& stream, int more_rows,
                       int more_cols) {
  const OpCheck::Argument& argument = check.arguments[i];
  const int classes = size_of(sizes, check.arguments.front().shape[0]);
  return sample(argument.domain, size_of(sizes, argument.shape[0]) + more_rows,
                size_of(sizes, argument.shape[1]) + more_cols, classes, stream);
}

std::vector<Input> sample_inputs(const OpCheck& check, const Sizes& sizes, RandomStream& stream, unsigned batched,
                                 int batch) {
  std::vector<Input> inputs;
  for (std::size_t i = 0; i < check.arguments.size(); ++i) {
    inputs.push_back({check.arguments[i].name, {}, !is_data(check.arguments[i].domain)});
    const int examples = (batched >> i & 1u) != 0 ? batch : 1;
    for (int b = 0; b < examples; ++b) inputs.back().examples.push_back(sample_argument(check, sizes, i, stream));
  }
  return inputs;
}

OpCheck::Values example(std::span<const Input> inputs, std::size_t b) {
  OpCheck::Values values;
  for (const Input& input : inputs) values.push_back(input.examples[input.examples.size() == 1 ? 0 : b]);
  return values;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
