// What is measured about a model besides its answers: what it costs, and how its heads look.
#pragma once

#include <cstdint>

#include "memnet/io/run_record.hpp"
#include "memnet/train/trainer.hpp"

namespace memnet {

// "parameters": those that are trained. "flops_per_sequence": floating-point operations of learning from one sequence,
// forward and backward, counted; the mean over lengths evenly spaced among the trained ones, each sequence a batch of
// its own. It counts what the model does, not what a batch shares, so it does not depend on training options.
std::vector<std::pair<std::string, double>> count_cost(const Task& task, const Params& params, BatchRunner& runner);

// How each head looks while episodes of the longest trained length are answered: means over episodes and over the steps
// that count. For a read head those are the scored ones; for a write head those before the first scored one; where
// there are none, all. The figures:
//   entropy          H / ln N of its weighting
//   effective_slots  exp(H)
//   largest_weight
//   lead             of the best score over the second best, key strength included; NaN where a scheme has no scores
//   lead_needed      what puts a softmax's weight 0.99 on one of N slots, when all others have the same score
// A weighting that does not sum to one counts as its shares; one of zeros does not count.
RunRecord::Figures measure_attention(const Task& task, const Model& model, const Params& params, std::uint64_t seed);

}  // namespace memnet
