// Files that are always whole, and directories that have one owner.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

namespace memnet {

// Replaces the file at `path` in one step: whoever reads it, whatever crashes and whenever, finds all of the old bytes
// or all of the new ones. They go to a temporary file beside it (named after the process), to the disk, and only then
// under the name. An Error of kind io leaves the old file as it was, except where its last words are that the new one
// is in place but may not outlive a power cut.
void write_file_atomically(const std::filesystem::path& path, std::span<const std::byte> bytes);

std::vector<std::byte> read_file(const std::filesystem::path& path);

// Makes a directory, and its parents where they are missing. False if something of that name was there before: of
// several processes that ask for the same one, exactly one gets true.
bool create_directory_exclusively(const std::filesystem::path& path);

}  // namespace memnet
