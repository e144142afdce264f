// memnet bench: measures how fast training is on this machine.
#include <fmt/format.h>
#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <cmath>

#include "memnet/data/purposes.hpp"
#include "memnet/math/denormals.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/statistics/statistics.hpp"
#include "program/commands/command.hpp"
#include "program/experiment/experiment.hpp"
#include "program/experiment/experiment_file.hpp"

namespace memnet {
namespace {

double seconds_of(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

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

void bench_one(const std::vector<Setting>& settings, int batch, int workers, double seconds) {
  std::vector<Setting> with_batch = settings;
  with_batch.insert(with_batch.begin(), {"train.batch", fmt::format("{}", batch), "--batches"});
  Experiment experiment(with_batch);
  Threads threads(workers);
  Trainer trainer(experiment.train, *experiment.task, *experiment.model, experiment.params, threads, experiment.seed);
  const std::vector<int> lengths(static_cast<std::size_t>(batch), experiment.task->spec().longest);
  AlignedVector<Scalar> gradient(experiment.params.values().size());
  // A single worker is this thread, whose processor time is then that of the whole step.
  const clockid_t clock = workers == 1 ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC;
  std::vector<double> times, wall_times;
  std::uint64_t update = 0;
  const double start = seconds_of(CLOCK_MONOTONIC);
  while (seconds_of(CLOCK_MONOTONIC) - start < seconds || times.size() < 12) {
    const double wall_begin = seconds_of(CLOCK_MONOTONIC), begin = seconds_of(clock);
    trainer.runner().compute_gradient(purposes::kBench, update * static_cast<std::uint64_t>(batch), lengths, gradient);
    clip(gradient, measure(gradient), experiment.train.clip_norm, experiment.train.clip_value);
    trainer.optimizer().update(experiment.params.values(), gradient, 1e-6, ++update);
    const double end = seconds_of(clock), wall_end = seconds_of(CLOCK_MONOTONIC);
    if (update <= 2) continue;  // the first updates allocate memory
    times.push_back(end - begin);
    wall_times.push_back(wall_end - wall_begin);
  }
  const double each = median(times) / batch;
  const double rate = trainer.runner().flops() / batch / each;
  const double product = product_rate(experiment.params, std::min(batch, experiment.train.shard), clock);
  fmt::print("  {:>5} {:>8} {:>14.3f} {:>10.3f} {:>8.1f} % {:>10.1f} {:>16.1f} {:>8.2f}\n", batch, workers, 1e3 * each,
             1e3 * median(wall_times) / batch, 1e2 * spread(times), 1e-9 * rate, 1e-9 * product, rate / product);
}

class BenchCommand final : public Command {
 public:
  std::string help() const override {
    return "memnet bench [FILE.ini] [--batches 1,16,32] [--workers 1,2] [--seconds S] [--OPTION VALUE ...]\n"
           "\n"
           "  memnet bench                                 the paper's NTM on copy, length 20\n"
           "  memnet bench experiments/copy/lstm.ini       another experiment\n"
           "\n"
           "Times whole training steps (forward, backward, update) at the longest trained length. ms/sequence is the "
           "median over\n"
           "the steps: of the thread's processor time, which other programs hardly change, or of wall time if there "
           "are several\n"
           "threads. wall ms is the median wall time; spread is the interquartile range of ms/sequence, in percent of "
           "the median.\n"
           "ratio divides the counted operations per second by those of the model's own largest matrix product on one "
           "core,\n"
           "measured in the same run with the same clock, so that it can be compared across machines.\n";
  }

  void declare(const Options::Section& options) override {
    options.add("batches", batches_, "batch sizes, joined by commas");
    options.add("workers", workers_, "numbers of threads, joined by commas");
    options.add("seconds", seconds_, 0.01, 600, "time to measure each combination for");
  }

  bool takes_experiment_options() const override { return true; }

  int run(const Arguments& arguments) override {
    std::vector<Setting> settings = arguments.experiment;
    const std::string file = arguments.at_most_one(kOneFile);
    if (!file.empty()) settings = with_file(std::move(settings), file);

    const std::vector<int> threads = parse_lengths(workers_, 1, "workers"),
                           sizes = parse_lengths(batches_, 1, "batches");
    flush_denormals();
    const Experiment experiment(settings);
    fmt::print("{}: {} parameters, length {}\n\n  {:>5} {:>8} {:>14} {:>10} {:>10} {:>10} {:>16} {:>8}\n",
               experiment.name(), experiment.params.count(), experiment.task->spec().longest, "batch", "threads",
               "ms/sequence", "wall ms", "spread", "GFLOP/s", "product GFLOP/s", "ratio");
    for (const int w : threads)
      for (const int b : sizes) bench_one(settings, b, w, seconds_);
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    fmt::print("\n  peak memory {:.0f} MB\n", static_cast<double>(usage.ru_maxrss) / 1024);
    return 0;
  }

 private:
  std::string batches_ = "1,16,32", workers_ = "1,2";
  double seconds_ = 1.5;
};

}  // namespace

std::unique_ptr<Command> make_bench_command() { return std::make_unique<BenchCommand>(); }

}  // namespace memnet
