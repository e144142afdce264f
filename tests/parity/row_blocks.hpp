// Parameters whose rows are blocks of rows of the arrays of a golden file, and values in its row-major order.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "memnet/addressing/state.hpp"
#include "memnet/autodiff/params.hpp"
#include "tests/parity/parity.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// A parameter, and the blocks that are below each other in it. It may have further rows and columns behind theirs.
struct RowBlocks {
  struct Block {
    std::string golden;
    int first = 0, count = -1;  // of its rows; -1: all
  };
  std::string ours;
  std::vector<Block> blocks;

  Matrix read(const GoldenFile& file, const std::string& group) const {
    std::vector<std::vector<double>> rows;
    for (const auto& [golden, first, count] : blocks) {
      const GoldenArray array = file.array(group + "/" + golden);
      const int end = count < 0 ? array.shape[0] : first + count;
      for (int i = first; i < end; ++i) {
        const std::span<const double> row = array.at({i});
        rows.emplace_back(row.begin(), row.end());
      }
    }
    Matrix joined(static_cast<int>(rows.size()), static_cast<int>(rows.front().size()));
    for (int i = 0; i < joined.rows(); ++i)
      for (int j = 0; j < joined.cols(); ++j) joined(i, j) = static_cast<Scalar>(rows[index(i)][index(j)]);
    return joined;
  }
};

// Copies the file's numbers to a parameter. `source` is a RowBlocks or a Parts.
template <class Source>
void load(const Source& source, const GoldenFile& file, Params& params) {
  const Matrix numbers = source.read(file, "params");
  const Params::Entry* entry = params.find(source.ours);
  ASSERT_NE(entry, nullptr) << source.ours;
  ASSERT_LE(numbers.rows(), entry->rows) << source.ours;
  ASSERT_LE(numbers.cols(), entry->cols) << source.ours;
  for (int j = 0; j < numbers.cols(); ++j)
    std::ranges::copy(numbers.column(j), params.values(*entry).begin() + j * entry->rows);
}

// Compares the gradient by a parameter with what this group of the file has for it.
template <class Source>
void expect_gradient(const Source& source, const GoldenFile& file, const Params& params,
                     std::span<const Scalar> gradient, const std::string& group = "grads") {
  const Matrix expected = source.read(file, group);
  const Params::Entry& entry = *params.find(source.ours);
  std::vector<Scalar> numbers;
  for (int j = 0; j < expected.cols(); ++j)
    std::ranges::copy(gradient.subspan(entry.offset + index(j * entry.rows), index(expected.rows())),
                      std::back_inserter(numbers));
  expect_same("gradient of " + source.ours, numbers, expected.numbers());
}

// The numbers of an example in row-major order.
inline std::vector<Scalar> row_major(Var x, int b) {
  std::vector<Scalar> numbers;
  for (int i = 0; i < x.rows(); ++i)
    for (int j = 0; j < x.cols(); ++j) numbers.push_back(x(i, j, b));
  return numbers;
}

// Returns a leaf [rows, cols] of one example with these numbers, in row-major order.
inline Var place(Tape& tape, std::span<const double> numbers, int rows, int cols = 1) {
  const Var x = tape.leaf(rows, cols, 1);
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < cols; ++j) x.value()[j * rows + i] = static_cast<Scalar>(numbers[index(i * cols + j)]);
  return x;
}

// Compares the gradient by a leaf.
inline void expect_gradient(const std::string& what, Var leaf, std::span<const double> expected) {
  std::vector<Scalar> numbers;
  for (int i = 0; i < leaf.rows(); ++i)
    for (int j = 0; j < leaf.cols(); ++j) numbers.push_back(leaf.adjoint()[j * leaf.rows() + i]);
  expect_same("gradient of " + what, numbers, expected);
}

// Returns the place of a part in a state.
inline std::size_t part_number(std::span<const StatePart> parts, const std::string& name) {
  return static_cast<std::size_t>(std::ranges::find(parts, name, &StatePart::name) - parts.begin());
}

// Returns a value that was traced in a step.
inline Var traced(const Tape& tape, const std::string& path, int step) {
  for (const Tape::Traced& value : tape.traced())
    if (value.path() == path && value.step == step) return value.value;
  ADD_FAILURE() << path << " was not traced";
  return tape.traced().front().value;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
