// The idea: a process holds a lock (flock) on its temporary file until it has renamed it. The kernel releases the lock
// when the process ends, so a temporary file that can be locked is a leftover, whatever its age. Example: A creates a
// file and is killed; B creates another one; C removes leftovers.
//
//   C locks the file of A, and removes it.
//   C fails to lock the file of B, and leaves it alone.
//
// If C is faster than B, it locks and removes the file between the creation and the lock of B. So B checks that it has
// the lock, and that the file still has its name; if not, it creates another file.
#include "memnet/os/temporary_file.hpp"

#include <fmt/format.h>
#include <sys/file.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <string>
#include <vector>

namespace memnet {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEnd = ".memnet-tmp";
constexpr std::size_t kDigits = 16;
constexpr int kAttempts = 100;

bool is_temporary(std::string_view name) {
  if (name.size() != 1 + kDigits + kEnd.size() || name.front() != '.' || !name.ends_with(kEnd)) return false;
  return name.substr(1, kDigits).find_first_not_of("0123456789abcdef") == name.npos;
}

bool is_locked_by_another(int file) { return ::flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK; }

}  // namespace

TemporaryFile::TemporaryFile(const fs::path& folder) {
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    std::uint64_t number = 0;
    if (::getentropy(&number, sizeof number) != 0) return;
    path_ = folder / fmt::format(".{:0{}x}{}", number, kDigits, kEnd);
    file_ = Descriptor(path_, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
    if (!file_.is_open() && errno != EEXIST) return;
    struct stat status {};
    if (file_.is_open() && !is_locked_by_another(file_) && ::fstat(file_, &status) == 0 && status.st_nlink > 0) return;
    file_.close();
  }
  errno = EAGAIN;
}

TemporaryFile::~TemporaryFile() {
  if (file_.is_open()) ::unlink(path_.c_str());
}

bool TemporaryFile::write_durably(std::span<const std::byte> bytes) {
  return file_.is_open() && write_all(file_, bytes) && uninterrupted([&] { return ::fsync(file_); }) == 0;
}

bool TemporaryFile::rename_to(const fs::path& path) {
  if (::rename(path_.c_str(), path.c_str()) != 0) return false;
  file_.close();
  return true;
}

void remove_leftovers(const fs::path& folder) {
  std::error_code problem;
  std::vector<fs::path> found;
  for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end; entry.increment(problem))
    if (is_temporary(entry->path().filename().native())) found.push_back(entry->path());
  for (const fs::path& path : found) {
    const Descriptor file(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK);
    struct stat status {};
    const bool is_file = file.is_open() && ::fstat(file, &status) == 0 && S_ISREG(status.st_mode);
    if (is_file && ::flock(file, LOCK_EX | LOCK_NB) == 0) ::unlink(path.c_str());
  }
}

}  // namespace memnet
