#include "memnet/autodiff/weight_gradients.hpp"

#include <algorithm>

#include "memnet/math/kernels.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

void WeightGradients::add(Scalar* dW, Scalar* db, const Scalar* dy, const Scalar* x, int rows, int cols, int n) {
  if (n >= kWideEnough) return multiply(dW, db, dy, x, rows, cols, n);
  auto panel = std::find_if(panels_.begin(), panels_.end(), [&](const Panel& p) { return p.dW == dW && p.db == db; });
  if (panel == panels_.end()) {
    panel = std::find_if(panels_.begin(), panels_.end(),
                         [&](const Panel& p) { return p.dW == nullptr && p.rows == rows && p.cols == cols; });
    if (panel == panels_.end()) {
      const auto columns = static_cast<std::size_t>(kColumns);
      panels_.push_back({nullptr, nullptr, rows, cols, 0,
                         AlignedVector<Scalar>(static_cast<std::size_t>(rows) * columns),
                         AlignedVector<Scalar>(static_cast<std::size_t>(cols) * columns)});
      panel = panels_.end() - 1;
    }
    panel->dW = dW;
    panel->db = db;
  }
  for (int j = 0; j < n; ++j) {
    if (panel->filled == kColumns) empty(*panel);
    std::copy_n(dy + static_cast<long>(j) * rows, rows, panel->dy.data() + static_cast<long>(panel->filled) * rows);
    std::copy_n(x + static_cast<long>(j) * cols, cols, panel->x.data() + static_cast<long>(panel->filled) * cols);
    ++panel->filled;
  }
}

void WeightGradients::flush() {
  for (Panel& panel : panels_) {
    if (panel.dW == nullptr) continue;
    empty(panel);
    panel.dW = nullptr;
  }
}

void WeightGradients::empty(Panel& panel) {
  multiply(panel.dW, panel.db, panel.dy.data(), panel.x.data(), panel.rows, panel.cols, panel.filled);
  panel.filled = 0;
}

void WeightGradients::multiply(Scalar* dW, Scalar* db, const Scalar* dy, const Scalar* x, int rows, int cols, int n) {
  kernels::add_times_transposed(dW, dy, x, rows, cols, n);
  if (db != nullptr) kernels::add_column_sum(db, dy, rows, n);
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
