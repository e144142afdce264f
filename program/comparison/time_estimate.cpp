#include "program/comparison/time_estimate.hpp"

#include <cmath>
#include <ctime>

#include "memnet/train/trainer.hpp"
#include "program/experiment/experiment.hpp"

namespace memnet {
namespace {

constexpr double kTimed = 0.06;  // seconds

// Returns the processor time of this process, in seconds. Other programs do not change it much.
double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

// Returns the cost of all evaluations, in training sequences of mean length: an answer without a gradient is a third of
// the work. A model that writes answers reads each sequence twice, and at the end once more at the trained length, told
// how long its answers are.
double evaluation_cost(const Experiment& experiment) {
  const TaskSpec spec = experiment.task->spec();
  const auto sequences = [&](Split split, int chosen) {
    const int all = experiment.task->count(split);
    return static_cast<double>(all > 0 ? all : chosen);
  };
  double lengths = 0;
  for (const int length : experiment.sweep_lengths()) lengths += length;
  const EvaluateOptions& evaluate = experiment.evaluate;
  const double at_the_end = sequences(Split::test, evaluate.final_sequences),
               during =
                   1.0 * experiment.train.sequences / evaluate.every * sequences(Split::validation, evaluate.sequences),
               passes = experiment.model->decoder() == nullptr ? 1 : 2,
               told = experiment.model->decoder() == nullptr ? 0 : 2 * at_the_end * spec.longest;
  return ((during + at_the_end) * lengths * passes + told) / (0.5 * (spec.shortest + spec.longest)) / 3;
}

}  // namespace

void TimeEstimate::add(const PlannedRun& run, double seconds) {
  for (Mean* mean : {&by_place_[plan_.place(run)], &all_}) mean->add(seconds / run.sequences());
}

bool TimeEstimate::covers(const PlannedRun& run) const { return by_place_.contains(plan_.place(run)); }

std::optional<double> TimeEstimate::seconds(const PlannedRun& run) const {
  const double mean = (covers(run) ? by_place_.at(plan_.place(run)) : all_).value();
  return std::isnan(mean) ? std::nullopt : std::optional(mean * run.sequences());
}

double time_run(const PlannedRun& run) {
  Experiment experiment(run.settings("plan"));
  Threads threads(1);
  Trainer trainer(experiment.train, *experiment.task, *experiment.model, experiment.params, threads, experiment.seed);
  trainer.step();  // the first step allocates memory
  const double start = processor_seconds();
  double seconds = 0;
  int steps = 0;
  for (; seconds < kTimed; seconds = processor_seconds() - start, ++steps) trainer.step();
  return seconds / steps / experiment.train.batch * (experiment.train.sequences + evaluation_cost(experiment));
}

}  // namespace memnet
