// Files that are always complete, and directories that exactly one process creates.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

namespace memnet {

// Replaces the file atomically: readers see either the old or the new contents, also after a crash. Removes temporary
// files that killed processes left in the folder. Throws an Error of kind io and keeps the old file if that fails, also
// if a link, a device or anything else than a file has the name. One exception: if only the directory cannot be synced,
// the new file is in place, but may be lost in a power failure; the message says so.
void write_file_atomically(const std::filesystem::path& path, std::span<const std::byte> bytes);

// Returns the whole file. Throws an Error of kind io if it cannot be read, or is not a file but a FIFO, a device, ...
std::vector<std::byte> read_file(const std::filesystem::path& path);

// Creates a directory, and its parents if they are missing. Returns false if something of that name exists already; of
// several processes that create the same directory, exactly one gets true. Throws an Error of kind io otherwise.
bool create_directory_exclusively(const std::filesystem::path& path);

// Returns false if files cannot be made in the folder: it is of another user, or on a read-only file system.
bool is_writable_folder(const std::filesystem::path& folder);

}  // namespace memnet
