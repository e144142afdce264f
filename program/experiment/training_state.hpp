// The state of training in the record of a run: all that `resume` needs to go on bit by bit.
#pragma once

#include <string>

#include "memnet/autodiff/params.hpp"
#include "memnet/io/run_record.hpp"
#include "memnet/train/trainer.hpp"

namespace memnet {

// Copies parameters, the optimiser's memory, counters and the training series into the record.
void record_state(RunRecord& record, Trainer& trainer, const Params& params);

// Takes them over from a record of the same experiment, which lies in `file`; one that does not fit is an Error of kind
// data.
void restore_state(Trainer& trainer, Params& params, const RunRecord& record, const std::string& file);
void restore_parameters(Params& params, const RunRecord& record, const std::string& file);  // only these

// Throws that Error.
[[noreturn]] void reject_record(const std::string& file, const std::string& what);

}  // namespace memnet
