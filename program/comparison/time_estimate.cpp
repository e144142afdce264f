#include "program/comparison/time_estimate.hpp"

#include <chrono>
#include <cstdlib>

#include "memnet/train/trainer.hpp"
#include "program/experiment/experiment.hpp"

namespace memnet {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kTimed = std::chrono::milliseconds(60);

double budget(const PlannedRun& cell) { return std::strtod(cell.value("train.sequences").c_str(), nullptr); }

// What evaluations cost, in training sequences: sequences by their length, a third of the work for answers alone.
double evaluated(const Experiment& experiment) {
  const TaskSpec spec = experiment.task->spec();
  double lengths = 0;
  for (const int length : experiment.sweep_lengths()) lengths += length;
  const EvaluateOptions& evaluate = experiment.evaluate;
  const double of_each =
      1.0 * experiment.train.sequences / evaluate.every * evaluate.sequences + evaluate.final_sequences;
  return of_each * lengths / (0.5 * (spec.shortest + spec.longest)) / 3;
}

}  // namespace

void Estimate::learn(const PlannedRun& cell, double seconds) {
  for (Mean* mean : {&by_place_[plan_.place(cell)], &all_}) mean->sum += seconds / budget(cell), ++mean->count;
}

bool Estimate::knows(const PlannedRun& cell) const { return by_place_.contains(plan_.place(cell)); }

std::optional<double> Estimate::seconds(const PlannedRun& cell) const {
  const Mean& mean = knows(cell) ? by_place_.at(plan_.place(cell)) : all_;
  if (mean.count == 0) return std::nullopt;
  return mean.sum / mean.count * budget(cell);
}

double time_cell(const PlannedRun& cell) {
  Experiment experiment(cell.settings("plan"));
  Threads threads(1);
  Trainer trainer(experiment.train, *experiment.task, *experiment.model, experiment.params, threads, experiment.seed);
  trainer.step();  // the first one reserves memory
  const Clock::time_point start = Clock::now();
  int steps = 0;
  do {
    trainer.step();
    ++steps;
  } while (Clock::now() - start < kTimed);
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  return seconds / steps / experiment.train.batch * (experiment.train.sequences + evaluated(experiment));
}

}  // namespace memnet
