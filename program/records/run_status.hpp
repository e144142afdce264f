// The status of a run. A file of a process that was killed still says "running", so the lock of the folder decides.
#pragma once

#include <filesystem>
#include <string>

#include "memnet/io/run_file.hpp"

namespace memnet {

// Returns the present status of a run, given the status in its file ("missing" if there is no file), and whether a
// process holds the lock of its folder: an ended run keeps its status; another one is "running" while a process works
// on it, and "stopped" if its file says "running" and no process does.
std::string present_status(const std::string& recorded, bool in_use);

// Reads parts of a run file. The status of the record is the present one. Throws as read_run_file() does.
RunRecord read_present_run(const std::filesystem::path& file, const RunParts& parts = {});

}  // namespace memnet
