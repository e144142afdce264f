// The answer of a trained model to a source.
#pragma once

#include <span>
#include <vector>

#include "memnet/io/run_record.hpp"
#include "program/experiment/experiment.hpp"

namespace memnet {

struct WrittenAnswer {
  std::vector<int> words;  // without the end mark
  bool has_ended = false;  // otherwise it has as many words as it may have
};
// Returns the answer to a source of these words, with at most `most_steps` words; a model that writes keeps `beam`
// beginnings of it. A model that reads step by step answers in the steps behind the source. Throws an Error of kind
// data if an output is not finite.
WrittenAnswer answer_source(const Experiment& experiment, std::span<const int> source, int most_steps, int beam);
// Returns the cost of the right answer in nats under teacher forcing, its end included.
double cost_of_answer(const Experiment& experiment, std::span<const int> source, std::span<const int> right);
// Returns what the model computes for this answer under teacher forcing, for a picture of where it looks.
RunRecord::Trace trace_answer(const Experiment& experiment, std::span<const int> source, const WrittenAnswer& answer);

}  // namespace memnet
