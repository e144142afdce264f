// How hard choices are trained: the options train.baseline, samples, entropy_bonus, soft and soft_until.
#pragma once

#include <cstdint>
#include <string>

#include "memnet/autodiff/choices.hpp"
#include "memnet/base/options.hpp"
#include "memnet/models/objective.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// How choices are made and trained in a batch.
struct ChoiceRules {
  Choosing::Way way = Choosing::Way::drawn;
  double progress = 0;
  double entropy_bonus = 0;
  Baseline baseline;
  std::uint64_t redraw = 0;  // another number draws other choices for the same episodes
};

class ChoiceOptions {
 public:
  // Declares the options.
  void declare(const Options::Section& options);

  // Throws an Error of kind usage if an option has no effect on a model of this slope, or if a batch, or a shard of
  // it, does not hold whole groups of samples.
  void require_possible(Slope slope, int batch, int shard) const;

  int samples() const { return samples_; }
  // Returns the rules for the batch of an update, when this fraction of training is complete. `average` is what
  // next_average() returned for the batch before, 0 for the first one.
  ChoiceRules rules(std::uint64_t seed, std::uint64_t update, double done, double average) const;
  // Returns the moving average of the loss per answer, for the loss of a new batch (Xu et al. 2015: 0.9 of the old
  // average and 0.1 of the loss); 0 if no baseline uses it.
  double next_average(double average, double loss) const;

 private:
  std::string baseline_ = "none";
  int samples_ = 1;
  double entropy_bonus_ = 0;
  double soft_ = 0;
  double soft_until_ = 0;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
