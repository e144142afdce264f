// The values of a run that are one word or number: the columns of `memnet ls`, and the names in its filters.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "memnet/data/task.hpp"
#include "program/records/run_index.hpp"

namespace memnet {

struct RunColumn {
  const char* name;
  const char* meaning;
  bool is_number;
};
// Returns all columns, in their order.
std::span<const RunColumn> run_columns();

// Reads the values of runs. Runs of the same task share one object for it.
class RunColumnReader {
 public:
  // Returns one text for each of run_columns(); "" where the run has no such value (yet).
  std::vector<std::string> values(const RunSummary& run);

 private:
  // Returns the task of a run, nullptr if this version has no such task or option.
  const Task* task_of(const RunRecord& record);

  std::map<std::string, std::unique_ptr<Task>> tasks_;  // by their options
};

}  // namespace memnet
