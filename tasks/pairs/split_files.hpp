// The files of pairs that a path stands for, and what each is for.
#pragma once

#include <array>
#include <filesystem>
#include <string_view>
#include <vector>

namespace memnet::pairs {

// The parts of a data set, in the order of Split (memnet/data/task.hpp), and the names of the files that hold them.
inline constexpr std::array<std::string_view, 3> kParts = {"train", "validation", "test"};

struct SplitFiles {
  std::filesystem::path all;                   // a single file that is to be split; otherwise "" and
  std::array<std::filesystem::path, 3> parts;  // a file for each part; that for validation may be missing, ""
};

// Returns the file at this path; or those of a folder whose names have one of these words: train or training; val,
// valid, validation or dev; test or testing. Throws an Error of kind data if there is nothing, or neither a regular
// file nor a folder, if the folder lacks a file for training or for testing, or if several of its files could be the
// same part.
SplitFiles find_files(const std::filesystem::path& path);

}  // namespace memnet::pairs
