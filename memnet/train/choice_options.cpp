#include "memnet/train/choice_options.hpp"

#include "memnet/base/error.hpp"
#include "memnet/data/purposes.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

void ChoiceOptions::declare(const Options::Section& options) {
  options.add("baseline", baseline_, {"none", "average", "leave_one_out"},
              "what is subtracted from the loss that trains a random choice: nothing; a moving average of the loss; or "
              "the mean loss of the other samples of the episode");
  options.add("samples", samples_, 1, 1000, "how many times a batch has each of its episodes, with other choices");
  options.add("entropy_bonus", entropy_bonus_, 0, 1000,
              "by how many times its entropy a random choice lowers the loss, so that it stays random for longer");
  options.add("soft", soft_, 0, 1,
              "fraction of batches, chosen at random, in which a softmax takes the place of hard choices");
  options.add("soft_until", soft_until_, 0, 1,
              "fraction of training in which the fraction of soft batches falls from 1 to that of train.soft; 0: it is "
              "that one from the start");
}

void ChoiceOptions::require_possible(Slope slope, int batch, int shard) const {
  if (baseline_ != "none" && slope != Slope::scored)
    fail(ErrorKind::usage,
         "train.baseline = {} is for choices that are trained by their loss, but this model makes none; take none, or "
         "the stage 'sample' in the place of a normalizer, as in model.addressing = cosine | sample",
         baseline_);
  if (baseline_ == "leave_one_out" && samples_ == 1)
    fail(ErrorKind::usage,
         "train.baseline = leave_one_out compares several samples of an episode, but train.samples = 1; take at least "
         "2");
  const bool draws = slope == Slope::estimated || slope == Slope::scored;
  if (samples_ > 1 && !draws)
    fail(ErrorKind::usage,
         "train.samples = {} repeats episodes with other random choices, but this model makes none; take 1, or a stage "
         "such as 'sample' in the place of a normalizer",
         samples_);
  if (batch % samples_ != 0 || (shard < batch && shard % samples_ != 0))
    fail(ErrorKind::usage,
         "train.samples = {} does not fit train.batch = {} and train.shard = {}; take multiples of it", samples_, batch,
         shard);
  if (entropy_bonus_ > 0 && !draws)
    fail(ErrorKind::usage,
         "train.entropy_bonus = {} is for random choices, but this model makes none; take 0, or a stage such as "
         "'sample' in the place of a normalizer",
         entropy_bonus_);
  if (slope == Slope::exact && (soft_ > 0 || soft_until_ > 0))
    fail(ErrorKind::usage,
         "train.soft = {} and train.soft_until = {} replace hard choices, but this model makes none; take 0, or a "
         "stage such as 'sample' in the place of a normalizer",
         soft_, soft_until_);
}

ChoiceRules ChoiceOptions::rules(std::uint64_t seed, std::uint64_t update, double done, double average) const {
  const double soft = done < soft_until_ ? 1 - (1 - soft_) * done / soft_until_ : soft_;
  const bool is_soft = RandomStream(seed, purposes::kSoft, update).uniform() < soft;
  return {.way = is_soft ? Choosing::Way::soft : Choosing::Way::drawn,
          .progress = done,
          .entropy_bonus = entropy_bonus_,
          .baseline = {.per_answer = average, .samples = samples_, .leave_one_out = baseline_ == "leave_one_out"}};
}

double ChoiceOptions::next_average(double average, double loss) const {
  if (baseline_ != "average") return 0;
  return average == 0 ? loss : 0.9 * average + 0.1 * loss;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
