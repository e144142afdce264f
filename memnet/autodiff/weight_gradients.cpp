// The idea: in a recurrent network the same matrix W is used in every time step t, y_t = W x_t, and its gradient is
//
//   dW = dy_1 x_1^T + dy_2 x_2^T + ... + dy_T x_T^T = [dy_1 dy_2 ... dy_T] [x_1 x_2 ... x_T]^T
//
// Computed step by step, each product of two narrow matrices reads and writes all of dW. So the columns dy_t and x_t
// are copied side by side into two panels, and multiplied in one product when kColumns are collected, or at the end.
//
// Example: W is [100, 20], the batch has 4 examples and the sequence 50 steps. Each step adds 4 columns, so the panels
// [100, 128] and [20, 128] are multiplied when they are full, and what remains in flush(): dW is read and written twice
// instead of 50 times. A batch of kColumns or more is multiplied at once.
//
// The sum has another order than step by step, but always the same one, so results are the same bits in every run.
#include "memnet/autodiff/weight_gradients.hpp"

#include <algorithm>

#include "memnet/math/kernels.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

void WeightGradients::add(Scalar* dW, Scalar* db, const Scalar* dy, const Scalar* x, int rows, int cols, int n) {
  const Profile::Part part(profile_, Profile::kWeightGradients, 2.0 * rows * cols * n);
  if (n >= kColumns) return multiply(dW, db, dy, x, rows, cols, n);
  Panel& panel = panel_of(dW, db, rows, cols);
  for (int j = 0; j < n; ++j) {
    if (panel.filled == kColumns) multiply_and_clear(panel);
    std::copy_n(dy + static_cast<long>(j) * rows, rows, panel.dy.data() + static_cast<long>(panel.filled) * rows);
    std::copy_n(x + static_cast<long>(j) * cols, cols, panel.x.data() + static_cast<long>(panel.filled) * cols);
    ++panel.filled;
  }
  count(2.0 * (rows + cols) * n);
}

WeightGradients::Panel& WeightGradients::panel_of(Scalar* dW, Scalar* db, int rows, int cols) {
  const auto own = std::ranges::find_if(panels_, [&](const Panel& p) { return p.dW == dW && p.db == db; });
  if (own != panels_.end()) return *own;
  auto free = std::ranges::find_if(panels_,
                                   [&](const Panel& p) { return p.dW == nullptr && p.rows == rows && p.cols == cols; });
  if (free == panels_.end()) {
    const auto columns = static_cast<std::size_t>(kColumns);
    free = panels_.insert(
        free, {nullptr, nullptr, rows, cols, 0, AlignedVector<Scalar>(static_cast<std::size_t>(rows) * columns),
               AlignedVector<Scalar>(static_cast<std::size_t>(cols) * columns)});
  }
  free->dW = dW;
  free->db = db;
  return *free;
}

void WeightGradients::flush() {
  const Profile::Part part(profile_, Profile::kWeightGradients, 0);
  for (Panel& panel : panels_) {
    if (panel.dW == nullptr) continue;
    multiply_and_clear(panel);
    panel.dW = nullptr;
  }
}

void WeightGradients::clear() {
  for (Panel& panel : panels_) {
    panel.dW = nullptr;
    panel.filled = 0;
  }
}

void WeightGradients::multiply_and_clear(Panel& panel) {
  multiply(panel.dW, panel.db, panel.dy.data(), panel.x.data(), panel.rows, panel.cols, panel.filled);
  panel.filled = 0;
}

void WeightGradients::multiply(Scalar* dW, Scalar* db, const Scalar* dy, const Scalar* x, int rows, int cols, int n) {
  kernels::add_times_transposed(dW, dy, x, rows, cols, n);
  count(1.0 * (rows + cols) * n + 2.0 * rows * cols);
  if (db != nullptr) kernels::add_column_sum(db, dy, rows, n);
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
