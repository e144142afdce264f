// One-shot classification (Santoro et al. 2016): noisy instances of classes are shown in random order, and each is to
// be labeled. Its right label is shown one step late, with the next instance. Classes are new in every episode, and so
// are their labels; so the label of the first instance of a class is a guess, and the second can be known.
//
//   inputs    x1 x2 x3 x4 ...      `size` numbers
//              .  a  c  a ...      and the label of the previous step, one-hot
//   targets    a  c  a  b ...      words
//
// An instance is a prototype, which is normal with variance 1 in each dimension, plus normal noise. The length is the
// number of instances of each class. Results are given by the number of the instance within its class; those of longer
// episodes count as the last one.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "memnet/data/task.hpp"
#include "tasks/common/items.hpp"
#include "tasks/common/range.hpp"
#include "tasks/common/shuffle.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class OneShot : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.add("classes", classes_, 2, 100, "number of classes in an episode");
    options.add("size", size_, 1, 10000, "number of dimensions of an instance");
    options.add("noise", noise_, 0.01, 100, "standard deviation of the noise in each dimension");
    length_.declare(options, 1, "smallest number of instances of each class in training",
                    "largest number of instances of each class in training");
  }

  TaskSpec spec() const override {
    length_.check("one_shot");
    return {.inputs = size_ + classes_,
            .outputs = classes_ + 1,
            .shortest = length_.low,
            .longest = length_.high,
            .answers = TargetKind::word,
            .criterion = Criterion::near_best};
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    episode.assign(size_ + classes_, 1, classes_ * length);
    episode.answers = TargetKind::word;
    std::ranges::fill(episode.mask.numbers(), Scalar(1));
    for (int t = 0; t < episode.steps(); ++t) episode.targets(0, t) = static_cast<Scalar>(t % classes_ + 1);
    shuffle(stream, episode.targets.numbers());
    number_instances(episode);
    thread_local Matrix prototypes;  // kept, so that no episode allocates memory
    prototypes.assign(size_, classes_);
    for (Scalar& number : prototypes.numbers()) number = static_cast<Scalar>(stream.normal());
    for (int t = 0; t < episode.steps(); ++t) {
      const int label = label_at(episode, t);
      for (int i = 0; i < size_; ++i)
        episode.inputs(i, t) = prototypes(i, label) + static_cast<Scalar>(noise_ * stream.normal());
      if (t > 0) episode.inputs(size_ + label_at(episode, t - 1), t) = 1;
    }
  }

  // The probabilities of Bayes. Of a class with k known instances and the sum s, the prototype is normal with mean
  // s / (k + noise^2) and variance noise^2 / (k + noise^2); and each of the instances that are still to come is equally
  // probable.
  Matrix oracle(const Episode& episode) const override {
    const int steps = episode.steps(), instances = steps / classes_;
    const double variance = noise_ * noise_;
    Matrix answer(classes_ + 1, steps);
    std::vector<double> known(static_cast<std::size_t>(classes_));
    std::vector<double> sums(known.size() * static_cast<std::size_t>(size_));
    for (int t = 0; t < steps; ++t) {
      std::vector<double> logs;
      for (int label = 0; label < classes_; ++label) {
        double* sum = sums.data() + label * size_;
        double& k = known[static_cast<std::size_t>(label)];
        if (episode.inputs(size_ + label, t) == 1) {  // of the step before
          ++k;
          for (int i = 0; i < size_; ++i) sum[i] += static_cast<double>(episode.inputs(i, t - 1));
        }
        const double spread = variance / (k + variance) + variance;
        double squares = 0;
        for (int i = 0; i < size_; ++i)
          squares += std::pow(static_cast<double>(episode.inputs(i, t)) - sum[i] / (k + variance), 2);
        logs.push_back(std::log(std::max(0.0, instances - k)) - 0.5 * size_ * std::log(spread) -
                       squares / (2 * spread));
      }
      const double largest = std::ranges::max(logs);
      double total = 0;
      for (const double log : logs) total += std::exp(log - largest);
      for (int label = 0; label < classes_; ++label)
        answer(label + 1, t) = static_cast<Scalar>(std::exp(logs[static_cast<std::size_t>(label)] - largest) / total);
    }
    return answer;
  }
  bool has_certain_answers() const override { return false; }

  double chance_errors(int length) const override { return classes_ * length * (1 - 1.0 / classes_); }
  double chance_bits(int length) const override { return classes_ * length * std::log2(classes_); }

  std::string word(int number) const override { return symbol_name(number); }
  std::vector<std::string> subtask_names() const override {
    std::vector<std::string> names;
    for (int i = 1; i <= length_.high; ++i) names.push_back(fmt::format("instance-{}", i));
    return names;
  }

 private:
  static int label_at(const Episode& episode, int t) { return static_cast<int>(episode.targets(0, t)) - 1; }

  // Sets the subtask of each step: how many instances of its class came before.
  void number_instances(Episode& episode) const {
    episode.subtasks.assign(1, episode.steps());
    for (int t = 0; t < episode.steps(); ++t) {
      const auto before = episode.targets.numbers().first(static_cast<std::size_t>(t));
      const int count = static_cast<int>(std::ranges::count(before, episode.targets(0, t)));
      episode.subtasks(0, t) = static_cast<Scalar>(std::min(count, length_.high - 1));
    }
  }

  int classes_ = 5;
  int size_ = 20;
  double noise_ = 0.5;
  TrainedLengths length_{10, 10};
};

}  // namespace

std::unique_ptr<Task> make_one_shot() { return std::make_unique<OneShot>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
