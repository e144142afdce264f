// Parity: the marginals of chains and trees, and their pullbacks, agree with sums over all structures; and so does
// attention over a chain.
#include <gtest/gtest.h>

#include "memnet/addressing/pipeline.hpp"
#include "memnet/ops/ops.hpp"
#include "tests/parity/parity.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

Var lengths_of(Tape& tape, const GoldenFile& file) {
  const GoldenArray length = file.array("length");
  const Var lengths = tape.constant(1, 1, static_cast<int>(length.numbers.size()), 0);
  std::ranges::copy(length.numbers, lengths.value());
  return lengths;
}

// Returns a dataset whose first axis is the batch, if it has one: an example [rows, cols], which the file has row by
// row, or, if `columns_first`, column by column.
Var placed(Tape& tape, const GoldenFile& file, const std::string& dataset, int rows, int cols, bool columns_first,
           bool is_leaf) {
  const GoldenArray array = file.array(dataset);
  const int batch = static_cast<int>(array.numbers.size()) / (rows * cols);
  const Var x = is_leaf ? tape.leaf(rows, cols, batch) : tape.constant(rows, cols, batch, 0);
  for (int b = 0; b < batch; ++b)
    for (int i = 0; i < rows; ++i)
      for (int j = 0; j < cols; ++j)
        x.value(b)[j * rows + i] =
            array.numbers[index(b * rows * cols + (columns_first ? j * rows + i : i * cols + j))];
  return x;
}

// Compares values, or adjoints, with a dataset in the same layout.
void expect_dataset(const GoldenFile& file, const std::string& dataset, Var x, bool columns_first, bool adjoints) {
  const GoldenArray expected = file.array(dataset);
  std::vector<Scalar> got;
  for (int b = 0; b < x.batch(); ++b) {
    const Scalar* numbers = adjoints ? x.adjoint(b) : x.value(b);
    for (int k = 0; k < x.size(); ++k) {
      const int i = columns_first ? k : k / x.cols() + k % x.cols() * x.rows();
      got.push_back(numbers[i]);
    }
  }
  expect_same(dataset, got, std::span(expected.numbers));
}

void compare_chain_attention(const GoldenFile& file) {
  Tape tape;
  const int N = file.number("steps"), D = file.number("annotation_width"), Q = file.number("query_width");
  const auto leaf = [&](const std::string& name, int rows, int cols) {
    return placed(tape, file, "attention/params/" + name, rows, cols, false, true);
  };
  const Var annotations = leaf("annotations", N, D), query = leaf("query", Q, 1), W = leaf("W", D, Q),
            pairwise = leaf("pairwise", 2, 2);
  const Pipeline pipeline("dot | chain", N, D);
  const Var parameters[] = {pairwise};
  const Var w = pipeline.address(matvec(W, query),
                                 {.memory = annotations, .parameters = parameters, .length = lengths_of(tape, file)});
  const Var context = scale(tape.constant(1, 1, 1, file.real("lam")), read(annotations, w));
  expect_dataset(file, "attention/context", context, true, false);
  tape.backward(hadamard(context, placed(tape, file, "attention/covector", D, 1, true, false)));
  expect_dataset(file, "attention/grads/annotations", annotations, false, true);
  expect_dataset(file, "attention/grads/query", query, true, true);
  expect_dataset(file, "attention/grads/W", W, false, true);
  expect_dataset(file, "attention/grads/pairwise", pairwise, false, true);
}

// The sum of all numbers of the values times covectors, in parts.
Var weighted(std::span<const std::pair<Var, Var>> values) {
  std::vector<Var> parts;
  for (const auto& [value, covector] : values)
    parts.push_back(read(hadamard(value, covector), value.tape().constant(value.rows(), 1, 1, 1)));
  return concat(parts);
}

// The file has the pairs of a chain as [batch, place, left state, right state], without the last place.
Var placed_pairs(Tape& tape, const GoldenArray& pairs, int N) {
  const int B = pairs.shape[0], K = pairs.shape[2];
  const Var x = tape.constant(K * K, N, B, 0);
  for (int b = 0; b < B; ++b)
    for (int i = 0; i + 1 < N; ++i)
      for (int j = 0; j < K; ++j)
        for (int k = 0; k < K; ++k) x.value(b)[(i * K + k) * K + j] = pairs.at({b, i, j})[index(k)];
  return x;
}

}  // namespace

void compare_chain(const GoldenFile& file) {
  Tape tape;
  const int N = file.number("steps"), K = file.number("states");
  const Var unary = placed(tape, file, "params/unary", K, N, true, true),
            pairwise = placed(tape, file, "params/pairwise", K, K, false, true);
  const ChainMarginals y = chain_marginals(unary, pairwise, lengths_of(tape, file));
  expect_dataset(file, "log_partition", y.log_partition, true, false);
  expect_dataset(file, "unary_marginals", y.states, true, false);
  const Var pairs = placed_pairs(tape, file.array("pair_marginals"), N);
  for (int b = 0; b < pairs.batch(); ++b) {
    const std::vector<double> expected(example(pairs, b).begin(), example(pairs, b).end());
    expect_same("pair_marginals", example(y.pairs, b), std::span(expected));
  }
  const std::pair<Var, Var> values[] = {
      {y.log_partition, placed(tape, file, "covector/log_partition", 1, 1, true, false)},
      {y.states, placed(tape, file, "covector/unary_marginals", K, N, true, false)},
      {y.pairs, placed_pairs(tape, file.array("covector/pair_marginals"), N)}};
  tape.backward(weighted(values));
  expect_dataset(file, "grads/unary", unary, true, true);
  expect_dataset(file, "grads/pairwise", pairwise, false, true);
  compare_chain_attention(file);
}

void compare_trees(const GoldenFile& file) {
  const int N = file.number("words");
  for (const bool projective : {false, true})
    for (const bool one_root : {false, true}) {
      const std::string group =
          std::string(projective ? "projective_" : "nonprojective_") + (one_root ? "singleroot/" : "multiroot/");
      SCOPED_TRACE(group);
      Tape tape;
      const Var arcs = placed(tape, file, "params/arc", N, N, false, true),
                roots = placed(tape, file, "params/root", N, 1, true, true);
      const TreeMarginals y = tree_marginals(arcs, roots, lengths_of(tape, file), {projective, one_root});
      expect_dataset(file, group + "log_partition", y.log_partition, true, false);
      expect_dataset(file, group + "arc_marginals", y.arcs, false, false);
      expect_dataset(file, group + "root_marginals", y.roots, true, false);
      const std::pair<Var, Var> values[] = {
          {y.log_partition, placed(tape, file, "covector/log_partition", 1, 1, true, false)},
          {y.arcs, placed(tape, file, "covector/arc_marginals", N, N, false, false)},
          {y.roots, placed(tape, file, "covector/root_marginals", N, 1, true, false)}};
      tape.backward(weighted(values));
      expect_dataset(file, group + "grads/arc", arcs, false, true);
      expect_dataset(file, group + "grads/root", roots, true, true);
    }
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
