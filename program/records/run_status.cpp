#include "program/records/run_status.hpp"

#include "memnet/os/folder_lock.hpp"

namespace memnet {

std::string present_status(const std::string& recorded, bool in_use) {
  if (recorded == "finished" || recorded == "diverged") return recorded;
  if (in_use) return "running";
  return recorded == "running" ? "stopped" : recorded;
}

RunRecord read_present_run(const std::filesystem::path& file, const RunParts& parts) {
  // The lock is read first: a process that ends in between has published its last status before.
  const bool in_use = folder_in_use(file.parent_path());
  RunRecord record = read_run_file(file, parts);
  record.status = present_status(record.status, in_use);
  return record;
}

}  // namespace memnet
