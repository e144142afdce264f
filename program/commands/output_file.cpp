#include "program/commands/output_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <span>
#include <string_view>
#include <system_error>
#include <thread>

#include "memnet/base/error.hpp"
#include "memnet/os/atomic_file.hpp"
#include "memnet/os/descriptor.hpp"
#include "memnet/os/folder_lock.hpp"
#include "program/records/run_index_cache.hpp"
#include "program/records/run_path.hpp"

namespace memnet {
namespace {

namespace fs = std::filesystem;

constexpr std::array kNamesOfRuns = {kRunFile, kPlanFile, kLockFile, kIndexFile};
constexpr std::string_view kHdf5 = "\x89HDF\r\n\x1a\n";  // run.h5 under another name, or compare.h5
constexpr std::size_t kBeginning = 100;                  // bytes
constexpr int kAttempts = 10;
constexpr auto kBetweenAttempts = std::chrono::milliseconds(100);

[[noreturn]] void fail_with_errno(const fs::path& path, std::string_view advice) {
  const std::string reason = std::generic_category().message(errno);
  fail(ErrorKind::io, "{}: cannot be written: {}; {}", path.string(), reason, advice);
}

bool is_standard_output(const struct stat& status) {
  struct stat output {};
  return ::fstat(STDOUT_FILENO, &output) == 0 && output.st_dev == status.st_dev && output.st_ino == status.st_ino;
}

// Opens a FIFO or a device. For a FIFO it waits a moment for the process that reads, but not forever.
Descriptor open_for_writing(const fs::path& path) {
  for (int attempt = 0;; ++attempt) {
    Descriptor file(path, O_WRONLY | O_NOCTTY | O_NONBLOCK);
    if (file.is_open()) {
      ::fcntl(file, F_SETFL, 0);  // from here on a write waits until there is room
      return file;
    }
    if (errno != ENXIO || attempt == kAttempts) fail_with_errno(path, "no process reads from it, or it is read-only");
    std::this_thread::sleep_for(kBetweenAttempts);
  }
}

void write_plainly(const fs::path& path, std::span<const std::byte> bytes) {
  const Descriptor file = open_for_writing(path);
  std::signal(SIGPIPE, SIG_IGN);  // a reader that ends is an error with a message
  if (!write_all(file, bytes)) fail_with_errno(path, "choose another place");
}

std::string beginning_of(const fs::path& path) {
  std::string beginning(kBeginning, '\0');
  const Descriptor file(path, O_RDONLY | O_NONBLOCK);
  const ssize_t size =
      file.is_open() ? uninterrupted([&] { return ::read(file, beginning.data(), beginning.size()); }) : -1;
  if (size < 0) fail_with_errno(path, "choose another name");
  beginning.resize(static_cast<std::size_t>(size));
  return beginning;
}

void refuse_names_of_runs(const fs::path& path) {
  if (std::ranges::find(kNamesOfRuns, path.filename().string()) != kNamesOfRuns.end())
    fail(ErrorKind::usage, "{}: is the name of a file of runs, which memnet keeps for itself; choose another name",
         path.string());
}

}  // namespace

void OutputFile::declare(const Options::Section& options, const std::string& meaning) {
  options.add("out", name_, meaning);
  options.add("force", force_, "replace a file that this command did not write");
}

void OutputFile::write(const std::string& text) const {
  if (name_.empty()) {
    fmt::print("{}", text);
    return;
  }
  const fs::path path = name_;
  refuse_names_of_runs(path);
  const auto bytes = std::as_bytes(std::span(text));
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    write_file_atomically(path, bytes);  // which refuses a link to nothing
    return;
  }
  if (is_standard_output(status)) {
    fmt::print("{}", text);
    return;
  }
  if (S_ISCHR(status.st_mode) || S_ISFIFO(status.st_mode)) {
    write_plainly(path, bytes);
    return;
  }
  if (!S_ISREG(status.st_mode))
    fail(ErrorKind::usage, "{}: is {}; give the name of a file", name_, kind_of_file(status.st_mode));
  const fs::path target = fs::canonical(path);  // the file behind a link
  refuse_names_of_runs(target);
  const std::string beginning = beginning_of(target);
  if (beginning.starts_with(kHdf5))
    fail(ErrorKind::usage, "{}: is an HDF5 file, perhaps a run, and is never replaced; choose another name", name_);
  const auto begins_with = [&](const std::string& own) { return beginning.starts_with(own); };
  if (!force_ && !beginning.empty() && std::ranges::none_of(beginnings_, begins_with))
    fail(ErrorKind::usage,
         "{}: exists, and this command did not write it; choose another name, or give --force to replace it", name_);
  write_file_atomically(target, bytes);
}

}  // namespace memnet
