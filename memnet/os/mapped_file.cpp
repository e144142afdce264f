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
  struct stat status {};
  if (file < 0 || ::fstat(file, &status) != 0) refuse(std::generic_category().message(errno));
  if (!S_ISREG(status.st_mode)) refuse(fmt::format("is {}, not a file", kind_of_file(status.st_mode)));
  const auto size = static_cast<std::size_t>(status.st_size);
  void* const first = size > 0 ? ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0) : nullptr;
  if (first == MAP_FAILED) refuse(std::generic_category().message(errno));
  first_ = static_cast<const std::byte*>(first);
  size_ = size;
}

MappedFile::~MappedFile() {
  if (size_ > 0) ::munmap(const_cast<std::byte*>(first_), size_);
}

}  // namespace memnet
