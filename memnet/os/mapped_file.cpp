#include "memnet/os/mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "memnet/base/error.hpp"
#include "memnet/os/system_call.hpp"

namespace memnet {

MappedFile::MappedFile(const std::filesystem::path& path) {
  const auto refuse = [&](std::string_view problem) {
    fail(ErrorKind::io, "{}: {}; give the path of a file that you may read", path.string(), problem);
  };
  const int file = uninterrupted([&] { return ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC); });
  if (file < 0) refuse(std::generic_category().message(errno));
  struct stat status {};
  const bool is_file = ::fstat(file, &status) == 0 && S_ISREG(status.st_mode);
  const auto size = static_cast<std::size_t>(status.st_size);
  void* const first = is_file && size > 0 ? ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0) : nullptr;
  const int problem = errno;
  ::close(file);
  if (!is_file) refuse("is not a file");
  if (first == MAP_FAILED) refuse(std::generic_category().message(problem));
  first_ = static_cast<const std::byte*>(first);
  size_ = size;
}

MappedFile::~MappedFile() {
  if (size_ > 0) ::munmap(const_cast<std::byte*>(first_), size_);
}

}  // namespace memnet
