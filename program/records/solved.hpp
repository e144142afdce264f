// Whether a run has solved its task (memnet/data/criterion.def).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "memnet/data/task.hpp"
#include "memnet/io/run_record.hpp"
#include "memnet/train/batch_runner.hpp"

namespace memnet {

// Returns true if the answers to sequences of the longest trained length meet the criterion of the task. Returns false
// if that length was not evaluated. `evaluation` counts the evaluations of the sweeps from 0.
bool solved(const RunRecord::Sweeps& sweeps, std::size_t evaluation, const Task& task);
bool solved(const AnswerCounts& counts, const Task& task);  // the same for answers at that length

// Returns of these evaluations what solved() and learning curves need: the longest trained length and the metrics of
// the criterion. solved() gives the same for both. Bits are rounded up to thousandths.
RunRecord::Sweeps criterion_curve(const RunRecord::Sweeps& sweeps, const Task& task);

// Returns all criteria in words, as phrases to be joined by ';'. `space` is what separates a number and its "%".
std::vector<std::string> solved_in_words(const char* space = " ");

// Returns the index of the longest trained length among the lengths of a sweep, nothing if it was not evaluated.
std::optional<std::size_t> trained_length_index(const RunRecord::Sweeps& sweeps, const Task& task);

// Returns the longest trained length of a run, nothing if its task cannot be made (this version does not have it, or
// its data files are missing).
std::optional<int> longest_trained_length(const RunRecord& record);

}  // namespace memnet
