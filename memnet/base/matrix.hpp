// A dense matrix for data outside the tape, such as episodes and results.
#pragma once

#include <cstddef>
#include <span>

#include "memnet/base/aligned.hpp"
#include "memnet/base/scalar.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// Column-major, like every value on the tape: the numbers of a column are contiguous.
class Matrix {
 public:
  Matrix() = default;
  Matrix(int rows, int cols, Scalar fill = 0) { assign(rows, cols, fill); }

  // Changes the shape and sets every number to `fill`. Reuses its memory, so repeated use does not allocate.
  void assign(int rows, int cols, Scalar fill = 0) {
    rows_ = rows;
    cols_ = cols;
    numbers_.assign(static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols), fill);
  }

  int rows() const { return rows_; }
  int cols() const { return cols_; }
  int size() const { return rows_ * cols_; }

  Scalar& operator()(int row, int col = 0) { return numbers_[index(row, col)]; }
  Scalar operator()(int row, int col = 0) const { return numbers_[index(row, col)]; }
  std::span<Scalar> column(int col) { return {numbers_.data() + index(0, col), static_cast<std::size_t>(rows_)}; }
  std::span<const Scalar> column(int col) const {
    return {numbers_.data() + index(0, col), static_cast<std::size_t>(rows_)};
  }
  std::span<Scalar> numbers() { return numbers_; }
  std::span<const Scalar> numbers() const { return numbers_; }

  bool operator==(const Matrix&) const = default;

 private:
  std::size_t index(int row, int col) const {
    return static_cast<std::size_t>(col) * static_cast<std::size_t>(rows_) + static_cast<std::size_t>(row);
  }

  int rows_ = 0;
  int cols_ = 0;
  AlignedVector<Scalar> numbers_;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
