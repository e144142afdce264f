// When a task counts as solved: the one place that says so.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>

#include "memnet/data/task.hpp"
#include "memnet/io/run_record.hpp"
#include "memnet/train/batch_runner.hpp"

namespace memnet {

// At least 99 % of fresh sequences at the longest trained length are right in every bit. Where not even an oracle can
// be certain, the model loses at most 3 bits a sequence against the best possible answers (the metric `excess_bits`).
// Of questions that are answered by a word, at most 5 % are answered wrong (Weston et al. 2015). Not so where that
// length was not measured.
bool solved(const RunRecord::Sweeps& sweeps, std::size_t moment, const Task& task);
bool solved(const AnswerCounts& tally, const Task& task);  // the same of answers at that length

// What that means, for people: phrases to be joined by ';'. `space` stands before signs of percent.
std::array<std::string, 3> solved_in_words(const char* space = " ");

// The place of the longest trained length among the lengths of a sweep; nothing where it was not measured.
std::optional<std::size_t> trained_length(const RunRecord::Sweeps& sweeps, const Task& task);

}  // namespace memnet
