// Experiment files: INI files with the settings of an experiment or a comparison.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "memnet/base/options.hpp"

namespace memnet {

// Returns the settings of an INI file; then, if it has a line `include = base.ini` above its sections, those of that
// file, which may include another; a list for each file. The name of an included file and paths in settings begin in
// the folder of the file that holds them. Throws an Error of kind usage if a file cannot be read, or if files include
// one another.
std::vector<std::vector<Setting>> read_experiment_file(const std::filesystem::path& path);

// What commands expect that take an experiment file; for messages.
inline constexpr const char* kOneFile = "one experiment file, which may include another ('include = base.ini')";

// Appends the settings of an experiment file to those of the command line; of two with one name the first wins.
std::vector<Setting> with_file(std::vector<Setting> settings, const std::string& path);

}  // namespace memnet
