// Training steps of an experiment, which benchmarks repeat and measure.
#pragma once

#include <time.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "memnet/autodiff/profile.hpp"
#include "memnet/base/aligned.hpp"
#include "memnet/base/options.hpp"
#include "memnet/train/threads.hpp"
#include "memnet/train/trainer.hpp"
#include "program/experiment/experiment.hpp"

namespace memnet::bench {

// Returns the time of a clock, in seconds.
double seconds_of(clockid_t clock);

// Returns the settings with another value of an option, which wins over all others.
std::vector<Setting> with_setting(std::vector<Setting> settings, const std::string& name, int value,
                                  const std::string& origin);

class TrainingSteps {
 public:
  TrainingSteps(const std::vector<Setting>& settings, int workers);

  // Does a whole step (forward, backward, update) at the longest trained length. With a profile, which requires one
  // worker, adds what the step costs to it.
  void step(Profile* profile = nullptr);

  // The seconds of each step: of the processor, with one worker, otherwise of the wall; and of the wall.
  struct Times {
    std::vector<double> own, wall;
  };
  // Does steps for so many seconds, and at least so many. The first ones, which allocate memory, are not among them.
  Times measure(double seconds, std::size_t least, int warm_up);

  // The clock of Times::own.
  clockid_t clock() const { return clock_; }
  int batch() const { return experiment_.train.batch; }
  // The number of examples that are computed together.
  int together() const { return std::min(batch(), experiment_.train.shard); }
  const Experiment& experiment() const { return experiment_; }
  const BatchRunner& runner() { return trainer_.runner(); }

 private:
  Experiment experiment_;
  Threads threads_;
  Trainer trainer_;
  clockid_t clock_;
  std::vector<int> lengths_;
  AlignedVector<Scalar> gradient_;
  std::uint64_t updates_ = 0;
};

}  // namespace memnet::bench
