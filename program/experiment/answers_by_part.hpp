// The answers that a model writes, by part of the test: a task may name parts (its subtasks), which test different
// things.
#pragma once

#include <span>

#include "memnet/data/task.hpp"
#include "memnet/io/run_record.hpp"
#include "memnet/train/batch_runner.hpp"

namespace memnet {

// The counts of one evaluation, of each subtask of the task.
struct PartCounts {
  std::vector<AnswerCounts> untold;  // the model ends its answers itself
  std::vector<AnswerCounts>
      told;  // the same, given the length of each answer (evaluate.told_length); empty: not measured
};

// Returns a row for all sequences ("all") and one for each part that has some, if there are several, with
//   sequences                  their number
//   exact, before_error        as in the length sweep, where the model ends its answers itself
//   exact_told_length, before_error_told_length    the same where the length of each answer is given, if measured
RunRecord::NamedColumns answers_by_part(const Task& task, const PartCounts& counts);

}  // namespace memnet
