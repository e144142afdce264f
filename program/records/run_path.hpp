// The path of the file of a run.
#pragma once

#include <filesystem>

namespace memnet {

inline constexpr const char* kRunFile = "run.h5";

// Returns the run file, given the folder of a run or the file itself.
std::filesystem::path run_file_path(const std::filesystem::path& run);

}  // namespace memnet
