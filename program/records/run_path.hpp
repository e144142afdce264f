// The files of runs and comparisons, and what lies at a path.
#pragma once

#include <filesystem>

namespace memnet {

inline constexpr const char* kRunFile = "run.h5";     // in the folder of a run
inline constexpr const char* kPlanFile = "plan.ini";  // in the folder of a comparison

// Returns the run file, given the folder of a run or the file itself.
std::filesystem::path run_file_path(const std::filesystem::path& run);

// Returns true if `place` is a plan.ini, or a folder with one.
bool is_plan(const std::filesystem::path& place);

// Returns true if `place` is a folder with neither a run file nor a plan, nor folders of runs in it: a run of which
// nothing has been saved.
bool nothing_is_saved(const std::filesystem::path& place);

// Returns the run file at `place`, as run_file_path() does. Throws an Error that says what `place` is, and what to do,
// if it is a comparison or a folder of runs (of kind usage), or if nothing is saved there (of kind io). A path that
// does not exist is returned.
std::filesystem::path require_run_file(const std::filesystem::path& place);

}  // namespace memnet
