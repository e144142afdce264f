// A lock that gives a folder to one process at a time.
#pragma once

#include <filesystem>
#include <memory>

namespace memnet {

// Locks a folder until the object is destroyed or the process ends. The kernel holds the lock, so a killed process
// leaves no stale lock. Child processes that are forked meanwhile hold the lock too.
class FolderLock {
 public:
  // Locks the folder, and removes temporary files that a killed process left there. Throws an Error of kind io if
  // another process holds the lock for longer than about 100 ms.
  explicit FolderLock(const std::filesystem::path& folder);
  // Does the same, but returns nullptr if another process holds the lock.
  static std::unique_ptr<FolderLock> attempt(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  explicit FolderLock(int file) : file_(file) {}
  int file_;
};

// Returns whether a process holds the lock of the folder now.
bool folder_in_use(const std::filesystem::path& folder);

}  // namespace memnet
