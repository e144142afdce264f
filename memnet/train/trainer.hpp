// Training: updates the parameters of a model, batch by batch.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "memnet/autodiff/params.hpp"
#include "memnet/base/aligned.hpp"
#include "memnet/base/options.hpp"
#include "memnet/data/task.hpp"
#include "memnet/models/model.hpp"
#include "memnet/train/batch_runner.hpp"
#include "memnet/train/choice_options.hpp"
#include "memnet/train/curriculum.hpp"
#include "memnet/train/optimizer.hpp"
#include "memnet/train/schedule.hpp"
#include "memnet/train/threads.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// The options train.*.
struct TrainOptions {
  int sequences = 50000;
  int batch = 16;
  int shard = 16;
  bool same_length = true;
  bool sum = false;
  double clip_norm = 0;
  std::string clip_by = "all";
  double clip_value = 10;
  int log_every = 500;
  std::string optimizer_name = "rmsprop";
  std::unique_ptr<Optimizer> optimizer;
  Schedule schedule;
  Curriculum curriculum;
  ChoiceOptions choices;

  // Declares the options train.*, those of the optimizer included.
  void declare(const Options::Section& options);
};

// One row of the training series: means since the previous row.
struct SeriesRow {
  double sequences;      // total so far
  double loss;           // nats per scored answer
  double errors;         // wrong answers per sequence
  double gradient_norm;  // before clipping
  double learning_rate;
  double auxiliary_loss;  // nats per scored answer; 0 if there are no auxiliary losses
};

// The state of training between two updates, except for the parameters and the memory of the optimizer. If all three
// are restored, training continues with the same bits.
struct TrainState {
  std::uint64_t updates = 0;
  std::uint64_t sequences = 0;
  AnswerCounts since_row;      // since the last row of the series
  double norms_since_row = 0;  // sum of gradient norms
  std::uint64_t updates_since_row = 0;
  double average_loss = 0;  // for the baseline of choices, see ChoiceOptions::next_average()
  CurriculumState curriculum;
  std::vector<SeriesRow> series;

  // Returns the state without the series as named numbers, for the run file.
  std::vector<std::pair<std::string, double>> counters() const;
  // Restores what counters() returned for a state of the same options. Returns false and changes nothing if a name is
  // missing or a number is invalid.
  bool set_counters(const std::vector<std::pair<std::string, double>>& counters);
};

class Trainer {
 public:
  Trainer(TrainOptions& options, const Task& task, const Model& model, Params& params, Threads& threads,
          std::uint64_t seed);

  // Trains on one batch and updates the parameters. Returns the counts of the batch. Throws an Error of kind diverged
  // and changes nothing if the loss or the gradient is not finite; the message names the primitive and the time step.
  // Throws Interrupted (see base/interruption.hpp); the same step can be done again then.
  AnswerCounts step();
  bool finished() const { return state.sequences >= static_cast<std::uint64_t>(options_.sequences); }

  // Returns how much the random choices of a model move the gradient: its variance, summed over the parameters, for
  // one batch of the longest training sequences whose choices are drawn several times. The batch is the same at any
  // time. Without choices it is 0. What fits predictions is left out, since it is not about the choices.
  double choice_variance();

  BatchRunner& runner() { return runner_; }
  Optimizer& optimizer() { return *options_.optimizer; }

  TrainState state;

 private:
  double done() const { return static_cast<double>(state.sequences) / options_.sequences; }  // fraction of training
  void sample_lengths();
  void clip_gradient(const GradientSize& size);

  TrainOptions& options_;
  TaskSpec spec_;
  const Model& model_;
  Params& params_;
  std::uint64_t seed_;
  BatchRunner runner_;
  AlignedVector<Scalar> gradient_;
  std::vector<int> lengths_;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
