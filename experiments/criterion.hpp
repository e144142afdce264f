// When a task counts as solved: the one place that says so.
#pragma once

#include <cstddef>

#include "memnet/core/task.hpp"
#include "memnet/io/run_record.hpp"

namespace memnet {

// At least 99 % of fresh sequences at the longest trained length are right in every bit. Where not even an oracle can be
// certain, the model loses at most 3 bits a sequence against the best possible answers (the metric `excess_bits`).
bool solved(const RunRecord::Sweeps& sweeps, std::size_t moment, const Task& task);

// The place of the longest trained length among the lengths of a sweep; the first one where it was not measured.
std::size_t trained_length(const RunRecord::Sweeps& sweeps, const Task& task);

}  // namespace memnet
