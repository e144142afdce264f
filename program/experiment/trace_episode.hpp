// What goes on in one episode, for run files.
#pragma once

#include "memnet/data/task.hpp"
#include "memnet/io/run_record.hpp"
#include "memnet/models/model.hpp"

namespace memnet {

// One episode, drawn in the form that the model reads, through it, with everything its heads did.
RunRecord::Trace trace_episode(const Task& task, const Model& model, const Params& params, const Episode& episode);

}  // namespace memnet
