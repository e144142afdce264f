// A lock that gives a folder to one process at a time.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "memnet/os/descriptor.hpp"

namespace memnet {

inline constexpr const char* kLockFile = ".lock";  // in the folder

// Locks a folder until the object is destroyed or the process ends. The kernel holds the lock, so a killed process
// leaves no stale lock. Child processes that are forked meanwhile hold the lock too. Some network file systems have no
// locks: then the folder is not locked, and warning() says so.
class FolderLock {
 public:
  // Locks the folder, and removes temporary files that a killed process left there. Throws an Error of kind io if
  // another process holds the lock for longer than about 100 ms, or if the lock file cannot be opened.
  explicit FolderLock(const std::filesystem::path& folder);
  // Does the same, but returns nullptr if another process holds the lock.
  static std::unique_ptr<FolderLock> attempt(const std::filesystem::path& folder);

  // Returns a warning for the user if the file system has no locks; "" otherwise.
  const std::string& warning() const { return warning_; }

 private:
  FolderLock() = default;
  bool try_to_lock(const std::filesystem::path& folder);

  Descriptor file_;  // holds the lock while it is open
  std::string warning_;
};

// Returns whether a process holds the lock of the folder now.
bool folder_in_use(const std::filesystem::path& folder);

}  // namespace memnet
