// Temporary files of running processes stay, those of ended processes are removed, and other files are never touched.
#include "memnet/os/temporary_file.hpp"

#include <gtest/gtest.h>
#include <sys/file.h>

#include <fstream>
#include <memory>
#include <vector>

#include "tests/support/scratch.hpp"

namespace memnet {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_in(const fs::path& folder) {
  return {fs::directory_iterator(folder), fs::directory_iterator()};
}

std::vector<std::byte> some_bytes() { return std::vector<std::byte>(10, std::byte{7}); }

TEST(TemporaryFile, IsRemovedUnlessItIsRenamed) {
  const Scratch scratch;
  {
    TemporaryFile file(scratch.path());
    EXPECT_TRUE(file.write_durably(some_bytes()));
    EXPECT_EQ(files_in(scratch.path()).size(), 1u);
  }
  EXPECT_TRUE(files_in(scratch.path()).empty());
  {
    TemporaryFile file(scratch.path());
    EXPECT_TRUE(file.write_durably(some_bytes()));
    EXPECT_TRUE(file.rename_to(scratch / "file"));
  }
  EXPECT_EQ(files_in(scratch.path()), std::vector<fs::path>{scratch / "file"});
}

// The names were made from the number of the process, which is 1 in every container.
TEST(TemporaryFile, TwoInOneProcessHaveDifferentNames) {
  const Scratch scratch;
  TemporaryFile a(scratch.path()), b(scratch.path());
  EXPECT_EQ(files_in(scratch.path()).size(), 2u);
  EXPECT_TRUE(a.write_durably(some_bytes()) && a.rename_to(scratch / "a"));
  EXPECT_TRUE(b.write_durably(some_bytes()) && b.rename_to(scratch / "b"));
}

TEST(TemporaryFile, AFolderThatIsMissingIsAFailure) {
  const Scratch scratch;
  TemporaryFile file(scratch / "missing");
  EXPECT_FALSE(file.write_durably(some_bytes()));
  EXPECT_EQ(errno, ENOENT);
}

TEST(RemoveLeftovers, LeavesTheFilesOfRunningProcesses) {
  const Scratch scratch;
  auto used = std::make_unique<TemporaryFile>(scratch.path());
  EXPECT_TRUE(used->write_durably(some_bytes()));
  const fs::path leftover = scratch / ".0123456789abcdef.memnet-tmp";
  std::ofstream(leftover) << "half a file";
  remove_leftovers(scratch.path());
  EXPECT_FALSE(fs::exists(leftover));
  EXPECT_EQ(files_in(scratch.path()).size(), 1u);
  EXPECT_TRUE(used->rename_to(scratch / "file"));
}

// Every file with ".tmp" in its name was removed.
TEST(RemoveLeftovers, LeavesWhatIsNotMadeByMemnet) {
  const Scratch scratch;
  for (const char* name : {"notes.tmpl.md", "run.h5.tmp12", ".0123456789abcdef.memnet-tmp.bak", ".memnet-tmp",
                           ".0123456789ABCDEF.memnet-tmp", "0123456789abcdef.memnet-tmp"})
    std::ofstream(scratch / name) << "mine";
  fs::create_directory(scratch / "my.tmp.dir");
  fs::create_directory(scratch / ".0123456789abcde0.memnet-tmp");
  fs::create_symlink("notes.tmpl.md", scratch / ".0123456789abcde1.memnet-tmp");
  ASSERT_EQ(::mkfifo((scratch / ".0123456789abcde2.memnet-tmp").c_str(), 0666), 0);
  const std::size_t before = files_in(scratch.path()).size();
  remove_leftovers(scratch.path());
  EXPECT_EQ(files_in(scratch.path()).size(), before);
  remove_leftovers(scratch / "missing");
}

}  // namespace
}  // namespace memnet
