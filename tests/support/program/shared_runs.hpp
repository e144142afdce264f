// Runs that several tests only read. Each is made once, when it is first asked for.
#pragma once

#include <filesystem>

namespace memnet {

// Returns a folder with one finished run, in <folder>/runs.
const std::filesystem::path& folder_of_shared_run();

// Returns a folder with one finished run, in <folder>/one, and a finished comparison, in <folder>/runs.
const std::filesystem::path& folder_of_run_and_comparison();

}  // namespace memnet
