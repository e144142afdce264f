#include "memnet/io/folder_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "memnet/core/error.hpp"

namespace memnet {
namespace {

// An open file that holds the lock; -1 if another process has it.
int lock_file(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / ".lock";
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file < 0)
    fail(ErrorKind::io, "{}: cannot be made: {}; choose a place where you may write", path.string(), std::strerror(errno));
  if (flock(file, LOCK_EX | LOCK_NB) == 0) return file;
  close(file);
  return -1;
}

}  // namespace

FolderLock::FolderLock(const std::filesystem::path& folder) : FolderLock(folder, lock_file(folder)) {
  if (file_ < 0)
    fail(ErrorKind::io, "{}: another process is working on this run; wait for it, or choose another --out", folder.string());
}

std::unique_ptr<FolderLock> FolderLock::attempt(const std::filesystem::path& folder) {
  const int file = lock_file(folder);
  return std::unique_ptr<FolderLock>(file < 0 ? nullptr : new FolderLock(folder, file));
}

FolderLock::FolderLock(const std::filesystem::path& folder, int file) : file_(file) {
  if (file_ < 0) return;
  std::vector<std::filesystem::path> leftovers;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().filename().string().find(".tmp") != std::string::npos) leftovers.push_back(entry.path());
  for (const std::filesystem::path& leftover : leftovers) std::filesystem::remove(leftover);
}

FolderLock::~FolderLock() {
  if (file_ >= 0) close(file_);
}

}  // namespace memnet
