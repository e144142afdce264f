#include "memnet/train/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace memnet {

void Schedule::declare(const Options::Section& options) {
  options.add("learning_rate", learning_rate_, 0, 1e30, "learning rate of the optimizer, before the schedule");
  options.add("schedule", kind_, {"constant", "linear", "cosine", "halving"},
              "how the learning rate falls during training");
  options.add("final_rate", final_, 0, 1,
              "fraction of the learning rate that is left at the end, with a linear or cosine schedule");
  options.add("halvings", halvings_, 1, 100,
              "number of times that the learning rate is halved, with a halving schedule");
  options.add("hold", hold_, 0, 0.999, "fraction of training before the learning rate starts to fall");
  options.add("warmup", warmup_, 0, 1, "fraction of training during which the learning rate rises linearly from 0");
}

double Schedule::rate(double done) const {
  const double x = std::clamp((done - hold_) / (1 - hold_), 0.0, 1.0);
  double fraction = 1;
  if (kind_ == "linear") fraction = 1 + (final_ - 1) * x;
  if (kind_ == "cosine") fraction = final_ + (1 - final_) * 0.5 * (1 + std::cos(std::numbers::pi * x));
  if (kind_ == "halving") fraction = std::pow(0.5, std::floor(x * (halvings_ + 1)));
  return learning_rate_ * fraction * (warmup_ > 0 ? std::min(1.0, done / warmup_) : 1.0);
}

}  // namespace memnet
