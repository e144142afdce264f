// The training state in the record of a run: all that a resumed run needs to continue with the same bits.
#pragma once

#include <string>

#include "memnet/autodiff/params.hpp"
#include "memnet/io/run_record.hpp"
#include "memnet/train/trainer.hpp"

namespace memnet {

// Copies parameters, the memory of the optimizer, counters and the training series into the record.
void record_state(RunRecord& record, Trainer& trainer, const Params& params);

// Copies all of this from a record of the same experiment. Throws an Error of kind data, which names `file`, if the
// record does not fit.
void restore_state(Trainer& trainer, Params& params, const RunRecord& record, const std::string& file);
// Copies only the parameters, which is enough for answers. Throws as restore_state() does.
void restore_parameters(Params& params, const RunRecord& record, const std::string& file);

// Throws the Error for a part of the record that does not fit. `part` names it in the message.
[[noreturn]] void reject_record(const std::string& file, const std::string& part);

}  // namespace memnet
