// Where a run lies.
#pragma once

#include <filesystem>

namespace memnet {

// The run file in a run's folder; takes a path to either.
std::filesystem::path run_file_path(const std::filesystem::path& run);

}  // namespace memnet
