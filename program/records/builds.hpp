// The builds of memnet that runs are the work of.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "memnet/io/run_record.hpp"

namespace memnet {

// Returns the name of the build that made a run; "A, then B" if one build went on with the work of another.
std::string build_of(const RunRecord& record);

// Counts runs by their builds. Returns "20 runs by bits 2, GNU 12, avx512; 3 runs by ..." for the names of each run's
// build, the most frequent first.
std::string builds_in_words(const std::vector<std::string>& builds);

}  // namespace memnet
