// One process at a time has the lock of a folder; to check whether a folder is locked does not prevent locking it.
#include "memnet/os/folder_lock.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "memnet/base/error.hpp"
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

TEST(FolderLock, RemovesTemporaryFilesWhereItCan) {
  const Scratch scratch;
  std::ofstream(scratch / "run.h5.tmp12") << "half a file";
  fs::create_directories(scratch / "a.tmp7/full");
  EXPECT_NE(FolderLock::attempt(scratch.path()), nullptr);
  EXPECT_FALSE(fs::exists(scratch / "run.h5.tmp12"));
  EXPECT_TRUE(fs::exists(scratch / "a.tmp7/full"));
  EXPECT_FALSE(folder_in_use(scratch.path()));
}

}  // namespace
}  // namespace memnet
