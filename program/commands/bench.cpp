// memnet bench: how fast is training on this machine?
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>

#include "program/commands/command.hpp"
#include "program/experiment/experiment.hpp"
#include "memnet/math/denormals.hpp"
#include "memnet/base/error.hpp"
#include "memnet/math/kernels.hpp"

namespace memnet {

extern const char* const kHelp_bench;
const char* const kHelp_bench =
    "memnet bench [FILE.ini] [--batches 1,16,32] [--workers 1,2] [--seconds S] [--OPTION VALUE ...]\n\n"
    "  memnet bench                                 the paper's NTM on copy, length 20\n"
    "  memnet bench experiments/copy/lstm.ini       another experiment\n\n"
    "Times whole training steps (forward, backward, update) at the longest trained length: the median of many. The last\n"
    "column holds counted operations a second against the rate of the model's own largest matrix product, measured in the\n"
    "same run, so that it compares across machines.\n";

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

double median(std::vector<double> numbers) {
  std::ranges::nth_element(numbers, numbers.begin() + static_cast<long>(numbers.size() / 2));
  return numbers[numbers.size() / 2];
}

// Operations a second of y = W x with the model's largest matrix, for a batch of x on one core.
double product_rate(const Params& params, int batch) {
  const auto largest = std::ranges::max_element(params.entries(), {}, [](const Params::Entry& e) { return e.cols > 1 ? e.size() : 0; });
  const int m = largest->rows, k = largest->cols;
  Matrix x(k, batch, Scalar(0.5)), y(m, batch);
  std::vector<double> rates;
  for (int repeat = 0; repeat < 30; ++repeat) {
    constexpr int kProducts = 100;
    const auto start = Clock::now();
    for (int i = 0; i < kProducts; ++i)
      kernels::multiply(y.numbers().data(), params.values(*largest).data(), x.numbers().data(), m, k, batch);
    rates.push_back(2.0 * m * k * batch * kProducts / seconds_since(start));
  }
  return median(rates);
}

void bench_one(const std::vector<Setting>& settings, int batch, int workers, double seconds) {
  std::vector<Setting> with_batch = settings;
  with_batch.insert(with_batch.begin(), {"train.batch", fmt::format("{}", batch), "--batches"});
  Experiment experiment(with_batch);
  Threads threads(workers);
  Trainer trainer(experiment.train, *experiment.task, *experiment.model, experiment.params, threads, experiment.seed);
  const std::vector<int> lengths(static_cast<std::size_t>(batch), experiment.task->spec().longest);
  AlignedVector<Scalar> gradient(experiment.params.values().size());
  std::vector<double> times;
  std::uint64_t update = 0;
  const auto start = Clock::now();
  while (seconds_since(start) < seconds || times.size() < 12) {
    const auto begin = Clock::now();
    trainer.runner().learn("bench", update * static_cast<std::uint64_t>(batch), lengths, gradient);
    clip(gradient, measure(gradient), experiment.train.clip_norm, experiment.train.clip_value);
    trainer.optimizer().update(experiment.params.values(), gradient, 1e-6, ++update);
    if (update > 2) times.push_back(seconds_since(begin));  // the first ones allocate
  }
  const double each = median(times) / batch;
  const double rate = trainer.runner().flops() / batch / each;
  const double product = product_rate(experiment.params, std::min(batch, experiment.train.shard));
  fmt::print("  {:>5} {:>8} {:>14.3f} {:>14.0f} {:>12.1f} {:>16.1f} {:>10.2f}\n", batch, workers, 1e3 * each, 1 / each,
             1e-9 * rate, 1e-9 * product, rate / product);
}

}  // namespace

int command_bench(const Arguments& arguments) {
  std::string batches = "1,16,32", workers = "1,2";
  double seconds = 1.5;
  // This command's own options are taken first; the others belong to the experiment.
  std::vector<Setting> own, settings;
  for (const Setting& s : arguments.settings)
    (s.name == "batches" || s.name == "workers" || s.name == "seconds" ? own : settings).push_back(s);
  Options options(own);
  options.top().add("batches", batches, "batch sizes, joined by commas");
  options.top().add("workers", workers, "numbers of threads, joined by commas");
  options.top().add("seconds", seconds, 0.01, 600, "time for each combination");
  if (arguments.positional.size() > 1) fail(ErrorKind::usage, "bench: expected at most one experiment file");
  if (!arguments.positional.empty()) settings = with_file(std::move(settings), arguments.positional[0]);

  const std::vector<int> threads = parse_lengths(workers, 1, "workers"), sizes = parse_lengths(batches, 1, "batches");
  flush_denormals();
  const Experiment experiment(settings);
  fmt::print("{}: {} parameters, length {}\n\n  {:>5} {:>8} {:>14} {:>14} {:>12} {:>16} {:>10}\n", experiment.name(),
             experiment.params.count(), experiment.task->spec().longest, "batch", "threads", "ms/sequence",
             "sequences/s", "GFLOP/s", "product GFLOP/s", "ratio");
  for (const int w : threads)
    for (const int b : sizes) bench_one(settings, b, w, seconds);
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print("\n  peak memory {:.0f} MB\n", static_cast<double>(usage.ru_maxrss) / 1024);
  return 0;
}

}  // namespace memnet
