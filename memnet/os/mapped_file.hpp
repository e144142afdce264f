// The bytes of a file, of which only those that are used are read from the disk.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace memnet {

class MappedFile {
 public:
  // Throws an Error of kind io for what cannot be read, or is no file. If another process shortens the file later, the
  // use of its end ends this process by SIGBUS. So it requires a process that may crash (memnet/os/sandbox.hpp).
  explicit MappedFile(const std::filesystem::path& file);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  std::span<const std::byte> bytes() const { return {first_, size_}; }

 private:
  const std::byte* first_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace memnet
