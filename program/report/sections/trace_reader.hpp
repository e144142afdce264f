// The traced episodes of many runs, quickly.
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "memnet/io/run_record.hpp"

namespace memnet::report {

// The first traced episode of each of these run files; one without panels where a file has none, or cannot be read.
std::vector<RunRecord::Trace> first_traces(std::span<const std::filesystem::path> files);

}  // namespace memnet::report
