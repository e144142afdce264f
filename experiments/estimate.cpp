#include "experiments/estimate.hpp"

#include <chrono>
#include <cstdlib>

#include "experiments/experiment.hpp"
#include "memnet/train/trainer.hpp"

namespace memnet {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kTimed = std::chrono::milliseconds(60);

std::string kind_of(const Cell& cell) { return cell.value("task") + " " + cell.scheme(); }

double budget(const Cell& cell) { return std::strtod(cell.value("train.sequences").c_str(), nullptr); }

}  // namespace

void Estimate::learn(const Cell& cell, double seconds) {
  for (Mean* mean : {&by_kind_[kind_of(cell)], &all_}) mean->sum += seconds / budget(cell), ++mean->count;
}

bool Estimate::knows(const Cell& cell) const { return by_kind_.contains(kind_of(cell)); }

std::optional<double> Estimate::seconds(const Cell& cell) const {
  const Mean& mean = knows(cell) ? by_kind_.at(kind_of(cell)) : all_;
  if (mean.count == 0) return std::nullopt;
  return mean.sum / mean.count * budget(cell);
}

double time_cell(const Cell& cell) {
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
  return seconds / steps / experiment.train.batch * experiment.train.sequences;
}

}  // namespace memnet
