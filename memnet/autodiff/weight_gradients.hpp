// Gradients of weight matrices, collected over time steps.
#pragma once

#include <vector>

#include "memnet/autodiff/profile.hpp"
#include "memnet/base/aligned.hpp"
#include "memnet/base/scalar.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// The gradient of W in y = W x is the sum of dy x^T over all time steps and examples. The products of many steps are
// computed together: see weight_gradients.cpp.
class WeightGradients {
 public:
  static constexpr int kColumns = 128;  // columns that are collected before they are multiplied

  // Adds dy x^T to dW [rows, cols], and the sum of the columns of dy to db [rows], now or later, at the latest in
  // flush(). dy is [rows, n] and x is [cols, n]; both are copied if needed. Without a bias, db is nullptr.
  void add(Scalar* dW, Scalar* db, const Scalar* dy, const Scalar* x, int rows, int cols, int n);
  // Adds everything that is still collected.
  void flush();
  // Forgets what is still collected.
  void clear();
  // Measures from now on what this costs; nullptr: no more.
  void set_profile(Profile* profile) { profile_ = profile; }

 private:
  // The columns collected for one matrix.
  struct Panel {
    Scalar* dW;
    Scalar* db;
    int rows, cols, filled;
    AlignedVector<Scalar> dy, x;
  };
  // Returns the panel of a matrix: the one that already collects for it, a free one, or a new one.
  Panel& panel_of(Scalar* dW, Scalar* db, int rows, int cols);
  void multiply(Scalar* dW, Scalar* db, const Scalar* dy, const Scalar* x, int rows, int cols, int n);
  void multiply_and_clear(Panel& panel);
  // Counts numbers that are read or written.
  void count(double numbers) {
    if (profile_ != nullptr) profile_->add_bytes(sizeof(Scalar) * numbers);
  }

  std::vector<Panel> panels_;  // reused for the next batch: a panel with dW == nullptr is free
  Profile* profile_ = nullptr;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
