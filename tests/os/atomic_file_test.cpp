// Files are always complete, whichever process is killed and whichever system call fails.
#include "memnet/os/atomic_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <functional>
#include <span>
#include <string>
#include <system_error>
#include <vector>

#include "tests/support/os/system_calls.hpp"
#include "tests/support/scratch.hpp"

namespace memnet {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSize = 1000;
constexpr int kVersions = 3;
// Each file takes four writes, so that some are neither the first nor the last.
constexpr std::size_t kPerWrite = 300;

// Every version has a size of its own.
std::vector<std::byte> version(int number) {
  return std::vector<std::byte>(kSize + static_cast<std::size_t>(number), static_cast<std::byte>(number));
}

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

// Runs an action in a child process. Returns the status with which it ended.
template <class Action>
int in_child(Action action) {
  const pid_t child = ::fork();
  if (child == 0) {
    action();
    ::_exit(0);
  }
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return status;
}

using Publisher = std::function<void(const fs::path&, std::span<const std::byte>)>;

struct Sweep {
  int sites = 0;   // calls at which a process was killed
  int broken = 0;  // states in which the file was not a complete version, or older than one that had been written
};

// For every k: a process writes versions 1, 2, 3 over version 0, and is killed at its k-th system call.
Sweep kill_at_every_call(const Publisher& publish, Fault::Kind kind) {
  const Scratch scratch;
  const fs::path path = scratch / "file";
  void* shared = ::mmap(nullptr, sizeof(int), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  volatile int& published = *static_cast<int*>(shared);
  Sweep sweep;
  for (;; ++sweep.sites) {
    write_file_atomically(path, version(0));
    published = 0;
    const int status = in_child([&] {
      const Faulty faulty({.kind = kind, .site = sweep.sites, .most_bytes = kPerWrite});
      for (int number = 1; number <= kVersions; ++number) {
        publish(path, version(number));
        published = number;
      }
    });
    const std::vector<std::byte> found = read_file(path);
    bool whole = false;
    for (int number = published; number <= kVersions; ++number) whole |= found == version(number);
    sweep.broken += !whole;
    if (WIFEXITED(status)) break;
    EXPECT_EQ(WTERMSIG(status), SIGKILL);
  }
  ::munmap(shared, sizeof(int));
  return sweep;
}

void write_in_place(const fs::path& path, std::span<const std::byte> bytes) {
  const int file = ::open(path.c_str(), O_WRONLY | O_TRUNC);
  while (!bytes.empty()) bytes = bytes.subspan(static_cast<std::size_t>(::write(file, bytes.data(), bytes.size())));
  ::fsync(file);
  ::close(file);
}

TEST(WriteFileAtomically, ReadsBack) {
  const Scratch scratch;
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{1} << 20}) {
    const std::vector<std::byte> bytes(size, std::byte{7});
    write_file_atomically(scratch / "file", bytes);
    EXPECT_EQ(read_file(scratch / "file"), bytes);
  }
  EXPECT_EQ(files_in(scratch.path()), 1u);
}

TEST(WriteFileAtomically, ANameWithoutDirectoryIsAFileHere) {
  const Scratch scratch;
  const int status = in_child([&] {
    fs::current_path(scratch.path());
    write_file_atomically("plain", version(1));
  });
  EXPECT_EQ(status, 0);
  EXPECT_EQ(read_file(scratch / "plain"), version(1));
}

TEST(WriteFileAtomically, KilledAtAnyCallLeavesAWholeVersion) {
  for (const Fault::Kind kind : {Fault::Kind::kill, Fault::Kind::tear}) {
    const Sweep sweep = kill_at_every_call(write_file_atomically, kind);
    EXPECT_EQ(sweep.broken, 0);
    EXPECT_EQ(sweep.sites, kVersions * 7);  // four writes, fsync, rename, fsync of the directory
  }
}

TEST(WriteFileAtomically, TheSweepFindsWritingInPlace) {
  EXPECT_GT(kill_at_every_call(write_in_place, Fault::Kind::kill).broken, 0);
  EXPECT_GT(kill_at_every_call(write_in_place, Fault::Kind::tear).broken, 0);
}

TEST(WriteFileAtomically, AnyCallThatFailsIsAnErrorAndLeavesNoRubbish) {
  constexpr int kSyncOfDirectory = 6;
  for (const int error : {ENOSPC, EDQUOT, EIO, EACCES, EROFS})
    for (int site = 0; site <= kSyncOfDirectory; ++site) {
      const Scratch scratch;
      const fs::path path = scratch / "file";
      write_file_atomically(path, version(0));
      const std::string message = message_of(ErrorKind::io, [&] {
        const Faulty faulty({.kind = Fault::Kind::error, .site = site, .error = error, .most_bytes = kPerWrite});
        write_file_atomically(path, version(1));
      });
      EXPECT_TRUE(message.starts_with(path.string() + ": ")) << message;
      EXPECT_NE(message.find(std::generic_category().message(error)), std::string::npos) << message;
      EXPECT_EQ(read_file(path), version(site == kSyncOfDirectory ? 1 : 0)) << "at call " << site;
      EXPECT_EQ(files_in(scratch.path()), 1u) << "at call " << site;
      if (site == kSyncOfDirectory) continue;
      const bool is_full = error == ENOSPC || error == EDQUOT, is_forbidden = error == EACCES || error == EROFS;
      EXPECT_EQ(message.find("free some space") != message.npos, is_full) << message;
      EXPECT_EQ(message.find("you may not write") != message.npos, is_forbidden) << message;
    }
}

TEST(WriteFileAtomically, GoesOnAfterAnInterruption) {
  for (const int site : {0, 2, 4, 6}) {  // writes, fsync, fsync of the directory
    const Scratch scratch;
    const Faulty faulty({.kind = Fault::Kind::interrupt, .site = site, .most_bytes = kPerWrite});
    write_file_atomically(scratch / "file", version(1));
    EXPECT_EQ(faulty.calls(), 8);
    EXPECT_EQ(read_file(scratch / "file"), version(1));
  }
}

TEST(WriteFileAtomically, AFileSystemThatCannotSyncDirectoriesIsNoError) {
  const Scratch scratch;
  const Faulty faulty({.kind = Fault::Kind::error, .site = 6, .error = EINVAL, .most_bytes = kPerWrite});
  EXPECT_NO_THROW(write_file_atomically(scratch / "file", version(1)));
}

TEST(WriteFileAtomically, ARealLimitOfTheSystemIsAnError) {
  const Scratch scratch;
  const fs::path path = scratch / "file";
  write_file_atomically(path, version(0));
  const int status = in_child([&] {
    const rlimit most{kSize / 2, kSize / 2};
    ::setrlimit(RLIMIT_FSIZE, &most);
    std::signal(SIGXFSZ, SIG_IGN);
    try {
      write_file_atomically(path, version(1));
    } catch (const Error& error) {
      ::_exit(error.exit_code());
    }
  });
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), static_cast<int>(ErrorKind::io));
  EXPECT_EQ(read_file(path), version(0));
  EXPECT_EQ(files_in(scratch.path()), 1u);
}

TEST(WriteFileAtomically, ADirectoryThatIsMissingIsNamed) {
  const Scratch scratch;
  const fs::path path = scratch / "missing" / "file";
  EXPECT_EQ(message_of(ErrorKind::io, [&] { write_file_atomically(path, version(1)); }),
            path.string() +
                ": cannot be written: No such file or directory; its folder is gone; make it again, or choose another "
                "place");
}

// Links with the name of the temporary file were followed, and the file behind them was overwritten; links and devices
// with the name of the file itself were replaced.
TEST(WriteFileAtomically, ReplacesOnlyFiles) {
  const Scratch scratch;
  write_file_atomically(scratch / "victim", version(0));
  fs::create_symlink("victim", scratch / "link");
  ASSERT_EQ(::mkfifo((scratch / "fifo").c_str(), 0666), 0);
  fs::create_directory(scratch / "folder");
  for (const char* name : {"link", "fifo", "folder"}) {
    const std::string message = message_of(ErrorKind::io, [&] { write_file_atomically(scratch / name, version(1)); });
    EXPECT_NE(message.find("only files are replaced"), std::string::npos) << message;
  }
  EXPECT_TRUE(fs::is_symlink(scratch / "link"));
  EXPECT_TRUE(fs::is_fifo(scratch / "fifo"));
  EXPECT_EQ(read_file(scratch / "victim"), version(0));
}

TEST(WriteFileAtomically, RemovesTheLeftoversOfKilledProcesses) {
  const Scratch scratch;
  const int status = in_child([&] {
    const Faulty faulty({.kind = Fault::Kind::kill, .site = 2, .most_bytes = kPerWrite});
    write_file_atomically(scratch / "file", version(1));
  });
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(files_in(scratch.path()), 1u);
  write_file_atomically(scratch / "other", version(1));
  EXPECT_EQ(files_in(scratch.path()), 1u);
}

TEST(ReadFile, NamesTheFileAndTheReason) {
  const Scratch scratch;
  const std::string missing = message_of(ErrorKind::io, [&] { read_file(scratch / "missing"); });
  EXPECT_NE(missing.find("missing: cannot be opened: No such file"), std::string::npos) << missing;
  const std::string folder = message_of(ErrorKind::io, [&] { read_file(scratch.path()); });
  EXPECT_NE(folder.find("is a folder, not a file"), std::string::npos) << folder;
}

// Reading a FIFO waited for ever for a process that writes to it.
TEST(ReadFile, RefusesFifosAndDevices) {
  const Scratch scratch;
  ASSERT_EQ(::mkfifo((scratch / "fifo").c_str(), 0666), 0);
  const std::string fifo = message_of(ErrorKind::io, [&] { read_file(scratch / "fifo"); });
  EXPECT_NE(fifo.find("is a FIFO, not a file"), std::string::npos) << fifo;
  const std::string device = message_of(ErrorKind::io, [&] { read_file("/dev/zero"); });
  EXPECT_NE(device.find("is a device, not a file"), std::string::npos) << device;
}

TEST(CreateDirectoryExclusively, HasOneOwner) {
  const Scratch scratch;
  EXPECT_TRUE(create_directory_exclusively(scratch / "a/b/c"));
  EXPECT_FALSE(create_directory_exclusively(scratch / "a/b/c"));
  EXPECT_FALSE(create_directory_exclusively(scratch / "a"));
  EXPECT_TRUE(create_directory_exclusively(scratch / "a/with/slash/"));
  EXPECT_TRUE(fs::is_directory(scratch / "a/with/slash"));
  write_file_atomically(scratch / "file", version(0));
  EXPECT_FALSE(create_directory_exclusively(scratch / "file"));
  message_of(ErrorKind::io, [&] { create_directory_exclusively(scratch / "file" / "below"); });
}

// Only the last of several new folders was synced, so a power failure could lose the others, and the run with them.
TEST(CreateDirectoryExclusively, SyncsEveryLevel) {
  const Scratch scratch;
  const Faulty faulty({});
  EXPECT_TRUE(create_directory_exclusively(scratch / "a/b/c"));
  EXPECT_EQ(faulty.calls(), 3);  // an fsync for each
}

TEST(CreateDirectoryExclusively, OneOfManyProcessesWins) {
  const Scratch scratch;
  for (int round = 0; round < 20; ++round) {
    const fs::path path = scratch / ("runs/" + std::to_string(round));
    std::vector<pid_t> children(8);
    for (pid_t& child : children)
      if ((child = ::fork()) == 0) ::_exit(create_directory_exclusively(path) ? 1 : 0);
    int winners = 0;
    for (const pid_t child : children) {
      int status = 0;
      ::waitpid(child, &status, 0);
      winners += WEXITSTATUS(status);
    }
    EXPECT_EQ(winners, 1);
  }
}

}  // namespace
}  // namespace memnet
