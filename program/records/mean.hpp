// A mean that is computed step by step.
#pragma once

#include "program/records/record.hpp"

namespace memnet {

class Mean {
 public:
  void add(double x) { sum_ += x, ++count_; }
  // Returns the mean of the numbers that were added; kMissing if there are none.
  double value() const { return count_ == 0 ? kMissing : sum_ / count_; }

 private:
  double sum_ = 0;
  int count_ = 0;
};

}  // namespace memnet
