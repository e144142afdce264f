#include "memnet/base/table.hpp"
#include "memnet/data/task.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

#define MEMNET_TASK(name, meaning) std::unique_ptr<Task> make_##name();
#include "tasks/table.def"
#undef MEMNET_TASK

std::span<const TaskEntry> all_tasks() {
  static constexpr TaskEntry kTasks[] = {
#define MEMNET_TASK(name, meaning) {#name, meaning, make_##name},
#include "tasks/table.def"
#undef MEMNET_TASK
  };
  return kTasks;
}

std::unique_ptr<Task> make_task(const std::string& name) { return find_entry(all_tasks(), name, "task").make(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
