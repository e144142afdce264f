// Measurements of a model besides its answers: its cost, and the attention of its heads.
#pragma once

#include <cstdint>

#include "memnet/io/run_record.hpp"
#include "memnet/train/trainer.hpp"

namespace memnet {

// Counts the cost of a model. Returns
//   parameters          the number of trained parameters
//   state_bytes         bytes that an example carries from step to step; 0 for a model without steps
//   flops_per_sequence  floating-point operations of training on one sequence, forward and backward: the mean over the
//                       trained lengths, which are all equally frequent
// Each sequence is a batch of its own, so the numbers do not depend on training options; nor do they on the seed.
std::vector<std::pair<std::string, double>> count_cost(const Task& task, const Model& model, const Params& params,
                                                       Threads& threads);

// Returns what training costs besides, where there is such a thing:
//   auxiliary_loss     auxiliary losses in nats per scored answer, in the last row of the training series
//   gradient_variance  at the longest trained length, the mean over the evaluations during training
//   inner_steps        the mean of that column of `attention` over the parts of the model that halt
//   right_places       the mean of that column over the heads that look at a source
//   weight_on_facts    the mean of that column over the heads that look at places of contexts
//   facts_found        the mean of `all_found` of `questions` over the questions of all subtasks
std::vector<std::pair<std::string, double>> costs_of_training(const std::vector<SeriesRow>& series,
                                                              const RunRecord::Sweeps& evaluation,
                                                              const RunRecord::HeadColumns& attention,
                                                              const RunRecord::NamedColumns& questions,
                                                              const Task& task);

// Measures the attention of every head that has a weighting, and the inner steps of what halts, on episodes of the
// longest trained length. Returns means over episodes and steps:
//   entropy          H / ln N of the weighting
//   effective_slots  exp(H)
//   largest_weight
//   lead             difference of the best and the second-best score, key strength included; NaN without scores, and
//                    for a head whose gate shuts them out: it is below one half on average
//   lead_needed      the lead with which a softmax gives one of N slots the weight 0.99 if all others score the same
//   inner_steps      the inner steps of a step; only if a part of the model halts
//   weight_on_facts  the weight of the places that an answer follows from; only of heads of models that read
//                    contexts and do not write answers, where the task knows these places
//   choice_probability  the probability of the slot that the head chooses; only if a head chooses
//   right_places     how often the largest weight is at a place of the source that the answer follows from, of the
//                    answers of which that is known; on an image, the place is the one that the looked-at part is in
// Of a context, N is the number of places of the example, whatever the others of its batch have.
// Heads that write are measured at the steps that show an item, memories at all steps, all other heads at the scored
// steps; where an episode has no such step, at all of them. A weighting that does not sum to one is
// normalized; a weighting of zeros is left out.
RunRecord::HeadColumns measure_attention(const Task& task, const Model& model, const Params& params,
                                         std::uint64_t seed);

}  // namespace memnet
