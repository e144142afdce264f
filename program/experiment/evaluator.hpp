// Evaluates the network of a run while it is trained, and after: at every length of the sweep, and by part of the test.
#pragma once

#include <array>
#include <map>
#include <vector>

#include "memnet/io/run_record.hpp"
#include "memnet/train/threads.hpp"
#include "memnet/train/trainer.hpp"
#include "program/experiment/answers_by_part.hpp"
#include "program/experiment/evaluation_memory.hpp"
#include "program/experiment/experiment.hpp"
#include "program/records/record.hpp"

namespace memnet {

class Evaluator {
 public:
  // All are used as long as the evaluator. Throws what EvaluationMemory throws.
  Evaluator(const Experiment& experiment, Trainer& trainer, Threads& threads);

  // Returns the lengths and the metrics of the sweep, without numbers.
  RunRecord::Sweeps empty_sweeps() const;
  // Adds the next evaluation during training.
  void add_evaluation(RunRecord::Sweeps& into);

  // A length sweep, and where the model writes answers, those at the longest trained length by part of the test.
  struct Evaluation {
    RunRecord::Sweeps sweep;
    RunRecord::NamedColumns parts;
  };
  // Evaluates all lengths after training.
  Evaluation evaluate_final();
  // Evaluates all lengths on sequences that neither training nor another evaluation uses.
  Evaluation evaluate_fresh();
  // Returns whether the task is solved at the longest trained length, with as many sequences as after training.
  bool solves_final();

 private:
  // The source of episodes: a random stream, and the split of a task that has a fixed number of episodes.
  struct Purpose {
    const char* name;
    Split split;
  };
  // What an evaluation measures at one length.
  struct Measured {
    AnswerCounts counts;
    std::vector<AnswerCounts> by_subtask;
    int slots = 0;  // of the network; 0: it has none
    int items = 0;  // that it should store: the most of any sequence
    double errors_without_memory = 0;
    double gradient_variance = kMissing;
  };
  // The metrics of an evaluation.
  struct Metric;
  static const std::array<Metric, 12> kMetrics;
  std::vector<const Metric*> metrics() const;  // those that apply to the model

  // Returns whether the model draws what it chooses while it learns.
  bool draws() const { return experiment_.model->slope() >= Slope::estimated; }
  // Returns whether the model writes its answers, each from those before.
  bool writes() const { return experiment_.model->decoder() != nullptr; }
  // Evaluates all lengths; each `evaluation` has different episodes. Returns what it measured at each length.
  std::vector<Measured> sweep(RunRecord::Sweeps& into, Purpose purpose, std::uint64_t evaluation, int sequences);
  // Makes the first evaluation of this purpose, with as many sequences as evaluations after training have.
  Evaluation evaluate(Purpose purpose);
  // Returns the answers at the longest trained length by part of the test, of which one half is measured already.
  RunRecord::NamedColumns parts(Purpose purpose, const std::vector<Measured>& measured);
  // Returns what is known about these sequences before they are answered: all but the counts.
  Measured prepare(int length, int sequences, Purpose purpose, std::uint64_t first);
  // Answers sequences of one length. The episodes of different `set` numbers are different.
  Measured answer(int length, int sequences, Purpose purpose, std::uint64_t set, const Search& search);
  Search search() const { return {experiment_.evaluate.beam, experiment_.evaluate.length_is_told}; }
  // Returns the number of the set of episodes of a length in the first evaluation of a purpose.
  std::uint64_t set_of(int length) const;

  const Experiment& experiment_;
  Trainer& trainer_;
  Threads& threads_;
  EvaluationMemory memory_;
  std::map<int, double> errors_without_memory_;  // by length
};

}  // namespace memnet
