// The idea: rename() replaces a name atomically, so a complete temporary file is prepared first and then renamed. Each
// step must be on the disk before the next one starts, for a power failure may come at any time. Example for run.h5, in
// process 42:
//
//   write run.h5.tmp42      a crash here leaves run.h5 as it was, and a temporary file that FolderLock removes later
//   fsync run.h5.tmp42      otherwise the rename could reach the disk before the contents
//   rename to run.h5        from now on readers see the new contents
//   fsync the directory     from now on the new name survives a power failure
#include "memnet/os/atomic_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "memnet/base/error.hpp"
#include "memnet/os/system_call.hpp"

namespace memnet {
namespace {

namespace fs = std::filesystem;

// Throws "runs/a/run.h5: cannot be written: No space left on device; ..." with the reason that is in errno.
[[noreturn]] void fail_with_errno(const fs::path& path, std::string_view problem, std::string_view advice) {
  const std::string reason = std::generic_category().message(errno);
  fail(ErrorKind::io, "{}: {}: {}; {}", path.string(), problem, reason, advice);
}

// An open file; negative if it could not be opened.
class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags)
      : number_(uninterrupted([&] { return ::open(path.c_str(), flags | O_CLOEXEC, 0666); })) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  operator int() const { return number_; }

  // Returns false if a write failed, which some network file systems report only here. Linux closes the file even if
  // the result is EINTR.
  bool close() {
    const int number = std::exchange(number_, -1);
    return number < 0 || ::close(number) == 0 || errno == EINTR;
  }

 private:
  int number_;
};

bool write_durably(const fs::path& path, std::span<const std::byte> bytes) {
  Descriptor file(path, O_WRONLY | O_CREAT | O_TRUNC);
  return file >= 0 && write_all(file, bytes) && uninterrupted([&] { return ::fsync(file); }) == 0 && file.close();
}

// Writes the directory to the disk. EINVAL means that the file system cannot do this, and does not need it.
bool sync_parent(const fs::path& path) {
  const Descriptor folder(path.has_parent_path() ? path.parent_path() : ".", O_RDONLY | O_DIRECTORY);
  return folder >= 0 && (uninterrupted([&] { return ::fsync(folder); }) == 0 || errno == EINVAL);
}

}  // namespace

void write_file_atomically(const fs::path& path, std::span<const std::byte> bytes) {
  const fs::path temporary = path.string() + ".tmp" + std::to_string(::getpid());
  if (!write_durably(temporary, bytes) || ::rename(temporary.c_str(), path.c_str()) != 0) {
    const int problem = errno;
    ::unlink(temporary.c_str());
    errno = problem;
    fail_with_errno(path, "cannot be written", "the old file is unchanged; free some space, or choose another place");
  }
  if (!sync_parent(path))
    fail_with_errno(path, "its directory cannot be synced",
                    "the new file is in place, but may be lost in a power failure");
}

std::vector<std::byte> read_file(const fs::path& path) {
  constexpr std::string_view kAdvice = "give the path of a file that you may read";
  const Descriptor file(path, O_RDONLY);
  struct stat status {};
  if (file < 0 || ::fstat(file, &status) != 0) fail_with_errno(path, "cannot be opened", kAdvice);
  if (!S_ISREG(status.st_mode)) fail(ErrorKind::io, "{}: is not a file; {}", path.string(), kAdvice);

  std::vector<std::byte> bytes(static_cast<std::size_t>(status.st_size));
  std::size_t size = 0;
  while (size < bytes.size()) {
    const ssize_t count = uninterrupted([&] { return ::read(file, bytes.data() + size, bytes.size() - size); });
    if (count < 0) fail_with_errno(path, "cannot be read", kAdvice);
    if (count == 0) fail(ErrorKind::io, "{}: became shorter while it was read; try again", path.string());
    size += static_cast<std::size_t>(count);
  }
  return bytes;
}

bool create_directory_exclusively(const fs::path& path) {
  constexpr std::string_view kAdvice = "choose a place where you may write";
  const fs::path normal = path.lexically_normal();  // "runs/a/" names the same directory
  const fs::path directory = normal.has_filename() ? normal : normal.parent_path();
  std::error_code problem;
  if (directory.has_parent_path()) fs::create_directories(directory.parent_path(), problem);
  if (problem) fail(ErrorKind::io, "{}: cannot be created: {}; {}", path.string(), problem.message(), kAdvice);
  if (::mkdir(directory.c_str(), 0777) != 0) {
    if (errno == EEXIST) return false;
    fail_with_errno(path, "cannot be created", kAdvice);
  }
  if (!sync_parent(directory)) fail_with_errno(path, "its directory cannot be synced", kAdvice);
  return true;
}

}  // namespace memnet
