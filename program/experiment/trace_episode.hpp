// The traced values of one episode, for run files.
#pragma once

#include "memnet/data/task.hpp"
#include "memnet/io/run_record.hpp"
#include "memnet/models/model.hpp"

namespace memnet {

// Runs the model on an episode, which has the input form of the model. Returns the inputs, the targets, the answers and
// all traced values. With a stream in `choices`, hard choices are drawn from it; otherwise the most probable ones are
// made.
RunRecord::Trace trace_episode(const Task& task, const Model& model, const Params& params, const Episode& episode,
                               std::span<RandomStream> choices = {});

}  // namespace memnet
