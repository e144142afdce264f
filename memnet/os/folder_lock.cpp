#include "memnet/os/folder_lock.hpp"

#include <sys/file.h>

#include <cerrno>
#include <chrono>
#include <system_error>
#include <thread>

#include "memnet/base/error.hpp"
#include "memnet/os/temporary_file.hpp"

namespace memnet {
namespace {

constexpr int kAttempts = 10;
constexpr auto kBetweenAttempts = std::chrono::milliseconds(10);

std::string reason(int problem) { return std::generic_category().message(problem); }

// Opens the lock file; it follows no link, and does not wait for the other end of a FIFO.
Descriptor open_lock_file(const std::filesystem::path& folder, int flags) {
  return {folder / kLockFile, flags | O_NOFOLLOW | O_NONBLOCK};
}

bool is_file(const Descriptor& file) {
  struct stat status {};
  return file.is_open() && ::fstat(file, &status) == 0 && S_ISREG(status.st_mode);
}

// Returns the open lock file, which is created if it is missing. Throws an Error of kind io if that is not possible.
Descriptor make_lock_file(const std::filesystem::path& folder) {
  Descriptor file = open_lock_file(folder, O_RDWR | O_CREAT);
  if (!file.is_open() && errno == EACCES) file = open_lock_file(folder, O_RDONLY);  // a file of another user
  const std::string path = (folder / kLockFile).string();
  if (file.is_open() ? !is_file(file) : errno == ELOOP || errno == EISDIR || errno == ENXIO)
    fail(ErrorKind::io, "{}: is not a file, but the lock of its folder has to be one; remove it", path);
  if (!file.is_open())
    fail(ErrorKind::io, "{}: cannot be created: {}; choose a place where you may write", path, reason(errno));
  return file;
}

}  // namespace

// Returns false if another process holds the lock. Any other failure means that the file system has no locks.
bool FolderLock::try_to_lock(const std::filesystem::path& folder) {
  file_ = make_lock_file(folder);
  if (::flock(file_, LOCK_EX | LOCK_NB) == 0) return true;
  if (errno == EWOULDBLOCK) return false;
  warning_ = fmt::format(
      "{}: folders cannot be locked on this file system ({}); memnet goes on without locks, so do not start a second "
      "process on the same runs: both would train them",
      folder.string(), reason(errno));
  return true;
}

FolderLock::FolderLock(const std::filesystem::path& folder) {
  // Several attempts, since folder_in_use() of another process also takes the lock for a moment.
  for (int again = 0; !try_to_lock(folder); ++again) {
    if (again == kAttempts)
      fail(ErrorKind::io, "{}: another process is working on this run; wait for it, or choose another --out",
           folder.string());
    std::this_thread::sleep_for(kBetweenAttempts);
  }
  remove_leftovers(folder);
}

std::unique_ptr<FolderLock> FolderLock::attempt(const std::filesystem::path& folder) {
  std::unique_ptr<FolderLock> lock(new FolderLock);
  if (!lock->try_to_lock(folder)) return nullptr;
  remove_leftovers(folder);
  return lock;
}

bool folder_in_use(const std::filesystem::path& folder) {
  const Descriptor file = open_lock_file(folder, O_RDONLY);
  return is_file(file) && ::flock(file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

}  // namespace memnet
