// Gradients of weight matrices, gathered over time.
#pragma once

#include <vector>

#include "memnet/base/aligned.hpp"
#include "memnet/base/scalar.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// The gradient of a weight matrix W in y = W x is the sum of dy x^T over all time steps and examples. One thin product
// per step would read and write the whole matrix each time. So the columns of dy and x are gathered here until there
// are kColumns of them (or until flush()), and multiplied in one long product. Batches that are wide enough by
// themselves are multiplied at once.
class WeightGradients {
 public:
  static constexpr int kColumns = 512;
  static constexpr int kWideEnough = 16;

  // dW [rows, cols] += dy x^T and db [rows] += the sum of dy's columns, at the latest in flush().
  // dy is [rows, n], x is [cols, n]. Without a bias, db is nullptr.
  void add(Scalar* dW, Scalar* db, const Scalar* dy, const Scalar* x, int rows, int cols, int n);
  void flush();

 private:
  struct Panel {
    Scalar* dW;
    Scalar* db;
    int rows, cols, filled;
    AlignedVector<Scalar> dy, x;
  };
  static void multiply(Scalar* dW, Scalar* db, const Scalar* dy, const Scalar* x, int rows, int cols, int n);
  static void empty(Panel& panel);

  std::vector<Panel> panels_;  // kept from step to step: a panel with dW == nullptr is free
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
