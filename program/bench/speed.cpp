#include "program/bench/speed.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>

#include "memnet/base/text.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/statistics/statistics.hpp"
#include "program/bench/training_steps.hpp"

namespace memnet::bench {
namespace {

// Returns the interquartile range of the numbers, as a fraction of their median.
double spread(std::vector<double> numbers) {
  std::ranges::sort(numbers);
  return (quantile(numbers, 0.75) - quantile(numbers, 0.25)) / median(numbers);
}

// Returns the operations per second of y = W x with the model's largest matrix W, for a batch of x on one core.
double product_rate(const Params& params, int batch, clockid_t clock) {
  const auto elements = [](const Params::Entry& e) { return e.cols > 1 ? e.size() : 0; };
  const auto largest = std::ranges::max_element(params.entries(), {}, elements);
  const int m = largest->rows, k = largest->cols;
  Matrix x(k, batch, Scalar(0.5)), y(m, batch);
  constexpr int kProducts = 100;
  std::vector<double> times;
  for (int repeat = 0; repeat < 30; ++repeat) {
    const double start = seconds_of(clock);
    for (int i = 0; i < kProducts; ++i)
      kernels::multiply(y.numbers().data(), params.values(*largest).data(), x.numbers().data(), m, k, batch);
    times.push_back(seconds_of(clock) - start);
  }
  return 2.0 * m * k * batch * kProducts / median(times);
}

void print_row(const std::vector<Setting>& settings, int batch, int workers, double seconds) {
  TrainingSteps steps(with_setting(settings, "train.batch", batch, "--batches"), workers);
  const TrainingSteps::Times times = steps.measure(seconds, 12, 2);
  const double each = median(times.own) / batch;
  const double rate = steps.runner().flops() / batch / each;
  const double product = product_rate(steps.experiment().params, steps.together(), steps.clock());
  fmt::print("  {:>5} {:>8} {:>14.5f} {:>10.3f} {:>8.1f} % {:>10.1f} {:>16.1f} {:>8.2f}\n", batch, workers, 1e3 * each,
             1e3 * median(times.wall) / batch, 1e2 * spread(times.own), 1e-9 * rate, 1e-9 * product, rate / product);
}

}  // namespace

void print_speed(const std::vector<Setting>& settings, const std::vector<int>& batches, const std::vector<int>& workers,
                 double seconds) {
  const Experiment experiment(settings);
  fmt::print("{}: {} parameters, length {}\n\n  {:>5} {:>8} {:>14} {:>10} {:>10} {:>10} {:>16} {:>8}\n",
             experiment.name(), experiment.params.count(), experiment.task->spec().longest, "batch", "threads",
             "ms/sequence", "wall ms", "spread", "GFLOP/s", "product GFLOP/s", "ratio");
  for (const int w : workers)
    for (const int b : batches) print_row(settings, b, w, seconds);
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print("\n  peak memory {:.0f} MB\n", static_cast<double>(usage.ru_maxrss) / 1024);
}

double read_speed(std::string_view printed, int batch) {
  for (const std::string& line : split_text(printed, '\n')) {
    std::vector<std::string> words = split_text(line, ' ');
    std::erase(words, "");
    if (words.size() < 3 || parse_number<int>(words[0]) != batch || parse_number<int>(words[1]) != 1) continue;
    if (const auto milliseconds = parse_number<double>(words[2]); milliseconds && *milliseconds > 0)
      return *milliseconds;
  }
  return 0;
}

}  // namespace memnet::bench
