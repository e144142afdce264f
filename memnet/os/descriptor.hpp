// An open file of the operating system.
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string_view>
#include <utility>

#include "memnet/os/system_call.hpp"

namespace memnet {

// Owns a file descriptor, which the destructor closes.
class Descriptor {
 public:
  Descriptor() = default;
  // Opens a file. It stays closed, with the reason in errno, if that fails. A new file may be read and written by all
  // whom the umask allows. A program that this process starts does not inherit the descriptor.
  Descriptor(const std::filesystem::path& path, int flags)
      : number_(uninterrupted([&] { return ::open(path.c_str(), flags | O_CLOEXEC, 0666); })) {}
  ~Descriptor() { close(); }
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    close();
    number_ = std::exchange(other.number_, -1);
    return *this;
  }

  bool is_open() const { return number_ >= 0; }
  operator int() const { return number_; }
  void close() {
    if (is_open()) ::close(std::exchange(number_, -1));
  }

 private:
  int number_ = -1;
};

// Returns what a file is in words, such as "a folder", given its st_mode.
inline std::string_view kind_of_file(mode_t mode) {
  if (S_ISREG(mode)) return "a file";
  if (S_ISDIR(mode)) return "a folder";
  if (S_ISLNK(mode)) return "a link";
  if (S_ISFIFO(mode)) return "a FIFO";
  return S_ISSOCK(mode) ? "a socket" : "a device";
}

}  // namespace memnet
