#include "memnet/os/folder_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <system_error>
#include <thread>
#include <vector>

#include "memnet/base/error.hpp"

namespace memnet {
namespace {

constexpr int kAttempts = 10;
constexpr auto kBetweenAttempts = std::chrono::milliseconds(10);

// Returns an open file that holds the lock, or -1 if another process holds it.
int lock_file(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / ".lock";
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file < 0)
    fail(ErrorKind::io, "{}: cannot be created: {}; choose a place where you may write", path.string(),
         std::strerror(errno));
  if (flock(file, LOCK_EX | LOCK_NB) == 0) return file;
  close(file);
  return -1;
}

// Tries several times, since folder_in_use() of another process also takes the lock for a moment.
int lock_file_patiently(const std::filesystem::path& folder) {
  int file = lock_file(folder);
  for (int again = 0; file < 0 && again < kAttempts; ++again) {
    std::this_thread::sleep_for(kBetweenAttempts);
    file = lock_file(folder);
  }
  return file;
}

// Removes temporary files; those that cannot be removed do no harm.
void remove_leftovers(const std::filesystem::path& folder) {
  std::error_code problem;
  std::vector<std::filesystem::path> leftovers;
  for (std::filesystem::directory_iterator entry(folder, problem), end; entry != end; entry.increment(problem))
    if (entry->path().filename().string().find(".tmp") != std::string::npos) leftovers.push_back(entry->path());
  for (const std::filesystem::path& leftover : leftovers) std::filesystem::remove(leftover, problem);
}

}  // namespace

FolderLock::FolderLock(const std::filesystem::path& folder) : FolderLock(lock_file_patiently(folder)) {
  if (file_ < 0)
    fail(ErrorKind::io, "{}: another process is working on this run; wait for it, or choose another --out",
         folder.string());
  remove_leftovers(folder);
}

std::unique_ptr<FolderLock> FolderLock::attempt(const std::filesystem::path& folder) {
  const int file = lock_file(folder);
  if (file < 0) return nullptr;
  std::unique_ptr<FolderLock> lock(new FolderLock(file));
  remove_leftovers(folder);
  return lock;
}

bool folder_in_use(const std::filesystem::path& folder) {
  const int file = open((folder / ".lock").c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  const bool locked = flock(file, LOCK_SH | LOCK_NB) != 0;
  close(file);
  return locked;
}

FolderLock::~FolderLock() {
  if (file_ >= 0) close(file_);
}

}  // namespace memnet
