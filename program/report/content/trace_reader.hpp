// Reads the traced episodes of many runs, in several processes.
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "memnet/io/run_record.hpp"

namespace memnet::report {

// Returns the first traced episode of each run file; one without panels for a file that has none or cannot be read.
std::vector<RunRecord::Trace> first_traces(std::span<const std::filesystem::path> files);

}  // namespace memnet::report
