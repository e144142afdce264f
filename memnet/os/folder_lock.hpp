// One process at a time works in a folder.
#pragma once

#include <filesystem>
#include <memory>

namespace memnet {

// Holds a folder for this process until it is destroyed or the process ends, however it ends: the lock belongs to the
// kernel, so there are no stale ones. Temporary files that a killed process left behind are swept out. Throws an Error
// of kind io if another process holds the folder for more than a moment.
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& folder);
  // The same, but nothing if another process holds the folder. A child that is forked holds it too, as long as it
  // lives.
  static std::unique_ptr<FolderLock> attempt(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  explicit FolderLock(int file) : file_(file) {}
  int file_;
};

// Does a process hold the folder at this moment?
bool folder_in_use(const std::filesystem::path& folder);

}  // namespace memnet
