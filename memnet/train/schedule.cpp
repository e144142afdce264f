#include "memnet/train/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace memnet {

void Schedule::declare(const Options::Section& options) {
  options.add("learning_rate", learning_rate_, 0, 1e30, "step size of the optimiser");
  options.add("schedule", kind_, {"constant", "linear", "cosine", "halving"},
              "how the learning rate falls over the run");
  options.add("final_rate", final_, 0, 1,
              "linear, cosine: what is left of the learning rate at the end, as a fraction");
  options.add("halvings", halvings_, 1, 100, "halving: how often the learning rate is halved");
  options.add("hold", hold_, 0, 0.999, "fraction of the run before the learning rate begins to fall");
  options.add("warmup", warmup_, 0, 1, "fraction of the run over which the learning rate rises from 0");
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
