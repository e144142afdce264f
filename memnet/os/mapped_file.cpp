#include "memnet/os/mapped_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#include <system_error>

#include "memnet/base/error.hpp"
#include "memnet/os/descriptor.hpp"

namespace memnet {

MappedFile::MappedFile(const std::filesystem::path& path) {
  const auto refuse = [&](std::string_view problem) {
    fail(ErrorKind::io, "{}: {}; give the path of a file that you may read", path.string(), problem);
  };
  const Descriptor file(path, O_RDONLY | O_NONBLOCK);
  if (file < 0) refuse(std::generic_category().message(errno));
  struct stat status {};
  const bool is_file = ::fstat(file, &status) == 0 && S_ISREG(status.st_mode);
  const auto size = static_cast<std::size_t>(status.st_size);
  void* const first = is_file && size > 0 ? ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0) : nullptr;
  if (!is_file) refuse(fmt::format("is {}, not a file", kind_of_file(status.st_mode)));
  if (first == MAP_FAILED) refuse(std::generic_category().message(errno));
  first_ = static_cast<const std::byte*>(first);
  size_ = size;
}

MappedFile::~MappedFile() {
  if (size_ > 0) ::munmap(const_cast<std::byte*>(first_), size_);
}

}  // namespace memnet
