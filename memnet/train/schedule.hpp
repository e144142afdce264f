// How the learning rate changes over a run.
#pragma once

#include <string>

#include "memnet/base/options.hpp"

namespace memnet {

class Schedule {
 public:
  void declare(const Options::Section& options);

  // The rate for the update that begins when this fraction of the run is done.
  double rate(double done) const;

 private:
  std::string kind_ = "constant";
  double learning_rate_ = 1e-3;
  double final_ = 0.1;  // fraction of the learning rate at the end
  double warmup_ = 0;   // fraction of the run
  double hold_ = 0;     // fraction of the run
  int halvings_ = 4;
};

}  // namespace memnet
