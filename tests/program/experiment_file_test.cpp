// Experiment files: files that include others, paths in them, and files that cannot be read.
#include "program/experiment/experiment_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "program/experiment/experiment.hpp"
#include "tests/support/scratch.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;

class ExperimentFile : public testing::Test {
 protected:
  fs::path write(const std::string& name, const std::string& text) const {
    fs::create_directories((folder / name).parent_path());
    std::ofstream(folder / name) << text;
    return folder / name;
  }
  std::string refusal(const std::string& name) const {
    return message_of(ErrorKind::usage, [&] { read_experiment_file(folder / name); });
  }

  const Scratch folder;
};

TEST_F(ExperimentFile, MayBeEmpty) { EXPECT_EQ(read_experiment_file(write("a.ini", "")).size(), 1u); }

TEST_F(ExperimentFile, WinsOverTheFileThatItIncludes) {
  write("base.ini", "include = more/base.ini\ntask = copy\n[task]\nmax_length = 7\nbits = 3\n");
  write("more/base.ini", "seed = 5\n[task]\nmax_length = 9\nmin_length = 2\n");
  const fs::path file = write("a.ini", "include = base.ini  # the rest\n[task]\nbits = 4\n");
  const auto layers = read_experiment_file(file);
  ASSERT_EQ(layers.size(), 3u);
  EXPECT_EQ(layers[0].size(), 1u) << "`include` is no setting";
  EXPECT_EQ(layers[2][0].origin, (folder / "more/base.ini").string() + ":1");

  const Experiment experiment(with_file({{"task.min_length", "3", "command line"}}, file));
  const auto value = [&](const char* option) { return experiment.options.find(option)->text(); };
  EXPECT_EQ(value("task.bits"), "4");
  EXPECT_EQ(value("task.max_length"), "7");
  EXPECT_EQ(value("task.min_length"), "3");
  EXPECT_EQ(value("seed"), "5");
}

TEST_F(ExperimentFile, ThatIncludesWhatCannotBeReadIsRefusedWithTheLine) {
  write("a.ini", "\ninclude = missing.ini\n");
  EXPECT_THAT(refusal("a.ini"), HasSubstr("a.ini:2: include = missing.ini: "));
  EXPECT_THAT(refusal("a.ini"), HasSubstr("missing.ini: does not exist"));
  write("b.ini", "include = ../" + folder.path().filename().string() + "/c.ini\n");
  write("c.ini", "include = b.ini\n");
  EXPECT_THAT(refusal("c.ini"), HasSubstr("b.ini:1: include = "));
  EXPECT_THAT(refusal("c.ini"), HasSubstr("included by itself"));
  write("d.ini", "include =\n");
  EXPECT_THAT(refusal("d.ini"), HasSubstr("expected the name of an INI file"));
  write("e.ini", "[task]\ninclude = a.ini\n");
  EXPECT_THAT(refusal("e.ini"), HasSubstr("e.ini:2: include has to stand above the first section"));
}

// The folder of the data was looked for where the program was started.
TEST_F(ExperimentFile, APathBeginsInTheFolderOfTheFileThatHoldsIt) {
  write("more/base.ini", "[task]\ndata = stories\n");
  const auto layers = read_experiment_file(write("a.ini", "include = more/base.ini\n"));
  EXPECT_EQ(layers[1][0].folder, folder / "more");
  const std::string message = message_of(ErrorKind::data, [&] {
    Experiment experiment(with_file({{"task", "babi", ""}, {"model", "memn2n", ""}}, folder / "a.ini"));
  });
  EXPECT_THAT(message, HasSubstr((folder / "more/stories").string() + ": there is no such folder"));
}

// A FIFO was waited for without end.
TEST_F(ExperimentFile, HasToBeAFile) {
  EXPECT_THAT(refusal("missing.ini"), HasSubstr("missing.ini: does not exist; expected an experiment (an INI file)"));
  EXPECT_THAT(refusal("."), HasSubstr("not a file"));
  ASSERT_EQ(::mkfifo((folder / "fifo.ini").c_str(), 0600), 0);
  EXPECT_THAT(refusal("fifo.ini"), HasSubstr("not a file"));
  EXPECT_THAT(message_of(ErrorKind::usage, [] { read_experiment_file("/dev/zero"); }), HasSubstr("not a file"));
}

}  // namespace
}  // namespace memnet
