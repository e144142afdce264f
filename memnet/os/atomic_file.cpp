// The idea: rename() replaces a name atomically, so a complete temporary file is prepared first and then renamed. Each
// step must be on the disk before the next one starts, for a power failure may come at any time. Example for run.h5:
//
//   write a temporary file   a crash here leaves run.h5 as it was; the next writer in the folder removes the leftover
//   fsync it                 otherwise the rename could reach the disk before the contents
//   rename it to run.h5      from now on readers see the new contents
//   fsync the directory      from now on the new name survives a power failure
#include "memnet/os/atomic_file.hpp"

#include <cerrno>
#include <string>
#include <string_view>
#include <system_error>

#include "memnet/base/error.hpp"
#include "memnet/os/descriptor.hpp"
#include "memnet/os/temporary_file.hpp"

namespace memnet {
namespace {

namespace fs = std::filesystem;

// Throws "runs/a/run.h5: cannot be written: No space left on device; ..." with the reason that is in errno.
[[noreturn]] void fail_with_errno(const fs::path& path, std::string_view problem, std::string_view advice) {
  const std::string reason = std::generic_category().message(errno);
  fail(ErrorKind::io, "{}: {}: {}; {}", path.string(), problem, reason, advice);
}

fs::path folder_of(const fs::path& path) { return path.has_parent_path() ? path.parent_path() : "."; }

// Writes the directory to the disk. EINVAL means that the file system cannot do this, and does not need it.
bool sync_parent(const fs::path& path) {
  const Descriptor folder(folder_of(path), O_RDONLY | O_DIRECTORY);
  return folder.is_open() && (uninterrupted([&] { return ::fsync(folder); }) == 0 || errno == EINVAL);
}

// Throws an Error if `path` is there, and is not a file: a rename would replace it all the same.
void require_file_or_nothing(const fs::path& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode))
    fail(ErrorKind::io, "{}: cannot be written: is {}, and only files are replaced; remove it, or choose another place",
         path.string(), kind_of_file(status.st_mode));
}

// Returns what to do about an error of writing that leaves the old file as it is.
std::string_view advice_for(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT: return "the old file is unchanged; free some space, or choose another place";
    case EACCES:
    case EPERM:
    case EROFS: return "you may not write to its folder; allow it, or choose another place";
    default: return "the old file is unchanged; choose another place";
  }
}

}  // namespace

void write_file_atomically(const fs::path& path, std::span<const std::byte> bytes) {
  constexpr std::string_view kGone = "its folder is gone; make it again, or choose another place";
  require_file_or_nothing(path);
  remove_leftovers(folder_of(path));
  TemporaryFile temporary(folder_of(path));
  if (!temporary.write_durably(bytes) || !temporary.rename_to(path))
    fail_with_errno(path, "cannot be written", errno == ENOENT ? kGone : advice_for(errno));
  if (!sync_parent(path))
    fail_with_errno(path, "its directory cannot be synced",
                    errno == ENOENT ? kGone : "the new file is in place, but may be lost in a power failure");
}

std::vector<std::byte> read_file(const fs::path& path) {
  constexpr std::string_view kAdvice = "give the path of a file that you may read";
  const Descriptor file(path, O_RDONLY | O_NONBLOCK);  // otherwise a FIFO would wait for a process that writes to it
  struct stat status {};
  if (!file.is_open() || ::fstat(file, &status) != 0) fail_with_errno(path, "cannot be opened", kAdvice);
  if (!S_ISREG(status.st_mode))
    fail(ErrorKind::io, "{}: is {}, not a file; {}", path.string(), kind_of_file(status.st_mode), kAdvice);

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
  if (const fs::path parent = directory.parent_path(); !parent.empty() && !fs::exists(parent, problem))
    create_directory_exclusively(parent);  // each level is synced, so that a power failure loses none of them
  if (::mkdir(directory.c_str(), 0777) != 0) {
    if (errno == EEXIST) return false;
    fail_with_errno(path, "cannot be created", kAdvice);
  }
  if (!sync_parent(directory)) fail_with_errno(path, "its directory cannot be synced", kAdvice);
  return true;
}

bool is_writable_folder(const fs::path& folder) { return ::access(folder.c_str(), W_OK | X_OK) == 0; }

}  // namespace memnet
