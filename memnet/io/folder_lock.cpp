#include "memnet/io/folder_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "memnet/core/error.hpp"

namespace memnet {

FolderLock::FolderLock(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / ".lock";
  file_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file_ < 0)
    fail(ErrorKind::io, "{}: cannot be made: {}; choose a place where you may write", path.string(), std::strerror(errno));
  if (flock(file_, LOCK_EX | LOCK_NB) != 0) {
    close(file_);
    fail(ErrorKind::io, "{}: another process is working on this run; wait for it, or choose another --out", folder.string());
  }
  std::vector<std::filesystem::path> leftovers;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().filename().string().find(".tmp") != std::string::npos) leftovers.push_back(entry.path());
  for (const std::filesystem::path& leftover : leftovers) std::filesystem::remove(leftover);
}

FolderLock::~FolderLock() { close(file_); }

}  // namespace memnet
