// Temporary files, which become other files by renaming.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "memnet/os/descriptor.hpp"

namespace memnet {

// A new file with a random name, such as ".0f3a90cd12e45b67.memnet-tmp", which no other process opens. The destructor
// removes it, unless it was renamed. If a function fails, the reason is in errno.
class TemporaryFile {
 public:
  // Creates the file; the functions below fail if that is not possible.
  explicit TemporaryFile(const std::filesystem::path& folder);
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  // Writes all bytes to the disk. Returns false if that fails.
  bool write_durably(std::span<const std::byte> bytes);
  // Gives the file another name, in place of the file that has it. Returns false if that fails.
  bool rename_to(const std::filesystem::path& path);

 private:
  std::filesystem::path path_;
  Descriptor file_;
};

// Removes the temporary files in a folder whose processes have ended. Does nothing to other files, and none of what it
// cannot do is an error. Where the file system has no locks, nothing is removed.
void remove_leftovers(const std::filesystem::path& folder);

}  // namespace memnet
