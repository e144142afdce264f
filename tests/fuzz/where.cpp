// Filters of runs.
#include "program/records/run_filter.hpp"
#include "tests/fuzz/fuzz.hpp"

void memnet::fuzz::try_input(std::string_view input) {
  const RunFilter filter(std::string(input), {"task", "seed", "model.slots", "train.batch", "task.batch"},
                         "ls: --where");
  filter.matches([](const std::string& name) { return name == "seed" ? "7" : name == "task" ? "copy" : ""; });
}
