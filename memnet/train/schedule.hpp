// The learning rate as a function of the training progress.
#pragma once

#include <string>

#include "memnet/base/options.hpp"

namespace memnet {

class Schedule {
 public:
  // Declares the options of the schedule.
  void declare(const Options::Section& options);

  // Returns the learning rate of the next update, given the fraction of training that is complete.
  double rate(double done) const;

 private:
  std::string kind_ = "constant";
  double learning_rate_ = 1e-3;
  double final_ = 0.1;  // fraction of the learning rate that is left at the end
  double warmup_ = 0;   // fraction of training
  double hold_ = 0;     // fraction of training
  int halvings_ = 4;
};

}  // namespace memnet
