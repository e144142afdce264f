// The values of one episode, for run files.
#pragma once

#include "memnet/data/task.hpp"
#include "memnet/io/run_record.hpp"
#include "memnet/models/model.hpp"

namespace memnet {

// Runs the model on an episode that has the form it reads. Returns the episode, the answers and all that is traced.
RunRecord::Trace trace_episode(const Task& task, const Model& model, const Params& params, const Episode& episode);

}  // namespace memnet
