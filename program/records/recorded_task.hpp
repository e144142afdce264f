// The task of a run as its file describes it.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "memnet/data/task.hpp"
#include "memnet/io/run_record.hpp"

namespace memnet {

// Returns the sizes of a task by their names, for RunRecord::task.
std::vector<std::pair<std::string, double>> sizes_of(const Task& task);

// Returns what the answers of the task of a run are.
TargetKind recorded_answers(const RunRecord& record);

// Returns the task of a run. Where a run was trained on data files, they are not opened: they may have moved, or may
// have changed. Then the task has its sizes and words as recorded, but no episodes. Throws an Error if this version has
// no such task or option.
std::unique_ptr<Task> recorded_task(const RunRecord& record);

}  // namespace memnet
