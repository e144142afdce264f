// One process at a time has the lock of a folder; to check whether a folder is locked does not prevent locking it.
#include "memnet/os/folder_lock.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <fstream>
#include <system_error>
#include <thread>

#include "memnet/base/error.hpp"
#include "tests/support/os/system_calls.hpp"
#include "tests/support/scratch.hpp"

namespace memnet {
namespace {

namespace fs = std::filesystem;

TEST(FolderLock, IsForOneAtATime) {
  const Scratch scratch;
  EXPECT_FALSE(folder_in_use(scratch.path()));
  {
    const FolderLock lock(scratch.path());
    EXPECT_TRUE(folder_in_use(scratch.path()));
    EXPECT_EQ(FolderLock::attempt(scratch.path()), nullptr);
    EXPECT_THROW(FolderLock(scratch.path()), Error);
  }
  EXPECT_FALSE(folder_in_use(scratch.path()));
  EXPECT_NE(FolderLock::attempt(scratch.path()), nullptr);
}

TEST(FolderLock, WaitsWhileAnotherProcessChecksIt) {
  const Scratch scratch;
  { const FolderLock first(scratch.path()); }
  const int check = ::open((scratch / ".lock").c_str(), O_RDONLY | O_CLOEXEC);  // as folder_in_use() does
  ASSERT_EQ(::flock(check, LOCK_SH), 0);
  std::thread end_of_check([check] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    ::close(check);
  });
  EXPECT_NO_THROW(FolderLock(scratch.path()));
  end_of_check.join();
}

TEST(FolderLock, RemovesLeftovers) {
  const Scratch scratch;
  const fs::path leftover = scratch / ".0123456789abcdef.memnet-tmp";
  std::ofstream(leftover) << "half a file";
  EXPECT_NE(FolderLock::attempt(scratch.path()), nullptr);
  EXPECT_FALSE(fs::exists(leftover));
  EXPECT_FALSE(folder_in_use(scratch.path()));
}

// Every failure was taken for a lock of another process: compare waited for it for ever.
TEST(FolderLock, AFileSystemWithoutLocksIsNotBusy) {
  for (const int error : {ENOLCK, EOPNOTSUPP, ENOSYS}) {
    const Scratch scratch;
    const NoLocks no_locks(error);
    const FolderLock lock(scratch.path());
    EXPECT_NE(lock.warning().find(std::generic_category().message(error)), std::string::npos) << lock.warning();
    EXPECT_FALSE(folder_in_use(scratch.path()));
    EXPECT_NE(FolderLock::attempt(scratch.path()), nullptr);
  }
  const Scratch scratch;
  EXPECT_EQ(FolderLock(scratch.path()).warning(), "");
}

// The mode was 0644, whatever the umask, so another user of the same group could not resume a run.
TEST(FolderLock, IsForAllWhomTheUmaskAllows) {
  const Scratch scratch;
  const mode_t before = ::umask(002);
  { const FolderLock lock(scratch.path()); }
  ::umask(before);
  struct stat status {};
  ASSERT_EQ(::stat((scratch / kLockFile).c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0664u);
}

// A link made an empty file elsewhere, and a FIFO made watch wait for ever.
TEST(FolderLock, RefusesWhatIsNotAFile) {
  const auto expect_refused = [](const Scratch& scratch) {
    const std::string message = message_of(ErrorKind::io, [&] { FolderLock lock(scratch.path()); });
    EXPECT_NE(message.find(".lock: is not a file"), std::string::npos) << message;
    EXPECT_FALSE(folder_in_use(scratch.path()));
  };
  const Scratch link, fifo, folder, elsewhere;
  fs::create_symlink(elsewhere / "victim", link / kLockFile);
  expect_refused(link);
  EXPECT_FALSE(fs::exists(elsewhere / "victim"));
  ASSERT_EQ(::mkfifo((fifo / kLockFile).c_str(), 0666), 0);
  expect_refused(fifo);
  fs::create_directory(folder / kLockFile);
  expect_refused(folder);
}

}  // namespace
}  // namespace memnet
