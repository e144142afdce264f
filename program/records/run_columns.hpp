// What is said about a run in a word or a number: the columns of `memnet ls`, and the names in its conditions.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "memnet/data/task.hpp"
#include "program/records/run_index.hpp"

namespace memnet {

// The names of facts, in order, with what they mean.
struct FactName {
  const char* name;
  const char* meaning;
  bool is_number;
};
std::span<const FactName> all_facts();

// Works facts out; what runs of one task share is worked out once.
class FactFinder {
 public:
  // One text for each of all_facts(); "" where the run does not have it (yet).
  std::vector<std::string> facts(const RunCard& card);

 private:
  // The task of a run, or nullptr where its options make none.
  const Task* task_of(const RunRecord& record);

  std::map<std::string, std::unique_ptr<Task>> tasks_;  // by their options
};

}  // namespace memnet
