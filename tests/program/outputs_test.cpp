// What commands write for their user: nothing that matters is replaced, and devices, FIFOs, links and closed streams
// are handled as what they are.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "program/report/page.hpp"
#include "tests/support/program/run_contents.hpp"
#include "tests/support/program/shared_runs.hpp"
#include "tests/support/program/tiny_compare.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

namespace fs = std::filesystem;

// A folder with a copy of a finished run and of a finished comparison, which the test may damage.
class Outputs : public testing::Test {
 protected:
  Outputs() {
    fs::copy(folder_of_run_and_comparison(), scratch_.path(), fs::copy_options::recursive);
    run_ = fs::directory_iterator(scratch_ / "one")->path().string();
    plan_ = only_plan(scratch_.path()).string();
  }

  Outcome memnet(const Words& words) const { return memnet::memnet(scratch_.path(), words); }
  // Runs a line of the shell, in which $M is the program. Returns the exit code.
  int shell(const std::string& line) const {
    const std::string whole = "cd '" + scratch_.path().string() + "'; M='" MEMNET_PROGRAM "'; " + line;
    const int status = std::system(whole.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  void write(const std::string& name, const std::string& text) const { std::ofstream(scratch_ / name) << text; }
  std::string text(const std::string& name) const { return text_of(scratch_ / name); }

  // The commands that write a file, without its name.
  std::vector<Words> writers() const {
    return {{"report", run_}, {"figure", run_}, {"export", run_}, {"export", run_, "--json"}};
  }

  Scratch scratch_;
  std::string run_, plan_;
};

// A report over a run file lost the run, with exit code 0.
TEST_F(Outputs, NeverReplaceFilesOfRuns) {
  const auto expect_refused = [&](const Words& writer, const std::string& name) {
    const std::vector<std::byte> before = bytes_of(scratch_ / name);
    const Outcome outcome = memnet(writer + Words{"-o", name});
    EXPECT_EQ(outcome.code, 2) << writer[0] << " " << name << outcome.err;
    EXPECT_EQ(count_lines(outcome.err), 1u) << outcome.err;
    EXPECT_EQ(bytes_of(scratch_ / name), before) << writer[0] << " " << name;
  };
  fs::create_symlink(run_ + "/run.h5", scratch_ / "link.html");
  fs::copy(run_ + "/run.h5", scratch_ / "copy.html");
  for (const Words& writer : writers()) expect_refused(writer, run_ + "/run.h5");
  for (const std::string& name : {run_ + "/run.h5", run_ + "/.lock", plan_ + "/plan.ini", plan_ + "/compare.h5",
                                  std::string("link.html"), std::string("copy.html")})
    expect_refused({"export", run_, "--force"}, name);
}

TEST_F(Outputs, ReplaceOtherFilesOnlyIfTheyMadeThem) {
  for (const Words& writer : writers()) {
    const Words words = writer + Words{"-o", "file"};
    write("file", "a thesis\n");
    const Outcome refused = memnet(words);
    EXPECT_EQ(refused.code, 2) << writer[0];
    EXPECT_THAT(refused.err, HasSubstr("file: exists, and this command did not write it"));
    EXPECT_EQ(text("file"), "a thesis\n");
    EXPECT_EQ(memnet(words + Words{"--force"}).code, 0) << writer[0];
    const std::string written = text("file");
    EXPECT_GT(written.size(), 100u);
    EXPECT_EQ(memnet(words).code, 0) << writer[0] << " does not know its own file";
    EXPECT_EQ(text("file"), written);
    write("file", "");
    EXPECT_EQ(memnet(words).code, 0) << writer[0] << ": an empty file holds nothing";
  }
  EXPECT_THAT(memnet({"report", run_, "-o", "one"}).err, HasSubstr("one: is a folder; give the name of a file"));
}

TEST_F(Outputs, ALinkIsFollowedButNotReplaced) {
  fs::create_directory(scratch_ / "pages");
  write("pages/page.html", "");
  fs::create_symlink("pages/page.html", scratch_ / "link.html");
  EXPECT_EQ(memnet({"report", run_, "-o", "link.html"}).code, 0);
  EXPECT_TRUE(fs::is_symlink(scratch_ / "link.html"));
  EXPECT_THAT(text("pages/page.html"), StartsWith(report::kPageStart));
  fs::create_symlink("nothing", scratch_ / "dangling.html");
  const Outcome dangling = memnet({"report", run_, "-o", "dangling.html"});
  EXPECT_EQ(dangling.code, 5);
  EXPECT_THAT(dangling.err, HasSubstr("is a link"));
  EXPECT_FALSE(fs::exists(scratch_ / "nothing"));
}

// As root, a report turned /dev/null into a file.
TEST_F(Outputs, DevicesGetTheText) {
  for (const Words& writer : writers()) {
    EXPECT_EQ(memnet(writer + Words{"-o", "/dev/null"}).code, 0) << writer[0];
    EXPECT_TRUE(fs::is_character_file("/dev/null"));
    EXPECT_EQ(memnet(writer + Words{"-o", "file"}).code, 0) << writer[0];
    EXPECT_EQ(memnet(writer + Words{"-o", "/dev/stdout"}).out, text("file")) << writer[0];
    fs::remove(scratch_ / "file");
    const Outcome full = memnet(writer + Words{"-o", "/dev/full"});
    EXPECT_EQ(full.code, 5) << writer[0];
    EXPECT_THAT(full.err, HasSubstr("No space left on device"));
  }
  EXPECT_EQ(shell("echo before > log; $M export " + run_ + " -o /dev/stdout >> log"), 0);
  EXPECT_THAT(text("log"), StartsWith("before\nrun,kind,")) << "what was in the file is lost";
}

TEST_F(Outputs, AFifoGetsTheTextIfAProcessReads) {
  ASSERT_EQ(::mkfifo((scratch_ / "fifo").c_str(), 0666), 0);
  EXPECT_EQ(shell("cat fifo > copy & $M export " + run_ + " -o fifo; code=$?; wait; exit $code"), 0);
  EXPECT_TRUE(fs::is_fifo(scratch_ / "fifo"));
  EXPECT_EQ(text("copy"), memnet({"export", run_}).out);
  const Outcome alone = memnet({"export", run_, "-o", "fifo"});
  EXPECT_EQ(alone.code, 5);
  EXPECT_THAT(alone.err, HasSubstr("no process reads from it"));
}

// The progress of a run was written into its lock; with all streams closed it aborted.
TEST(StandardStreams, MayBeClosed) {
  const auto run = [](const std::string& redirection) {
    const Scratch scratch;
    std::string line = "cd '" + scratch.path().string() + "' && exec '" MEMNET_PROGRAM "'";
    for (const std::string& word : tiny_run()) line += " '" + word + "'";
    const int status = std::system((line + " " + redirection).c_str());
    EXPECT_EQ(status_of(only_run(scratch.path())), "finished") << redirection;
    EXPECT_EQ(text_of(only_run(scratch.path()) / ".lock"), "") << redirection;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  };
  EXPECT_EQ(run(">out 2>&-"), 0);
  EXPECT_EQ(run(">out 2>&- <&-"), 0);
  EXPECT_EQ(run(">&- 2>err"), 5) << "its summary is lost";
  EXPECT_EQ(run("<&- >&- 2>&-"), 5);
}

// The events vanished, and the exit code was 0.
TEST(StandardStreams, LostEventsAreAnError) {
  for (const Words& command : {tiny_run(), tiny_compare()}) {
    const Scratch scratch;
    const Outcome outcome =
        Process({.folder = scratch.path(), .output = "/dev/full"}, command + Words{"--log-format", "json"}).wait();
    EXPECT_EQ(outcome.code, 5) << command[0];
    EXPECT_EQ(outcome.err, "memnet: standard output cannot be written, so some of it is lost\n");
    for (const fs::path& run : all_runs(scratch.path())) EXPECT_EQ(status_of(run), "finished");
  }
}

TEST(StandardStreams, LostMessagesEndNoTraining) {
  const Scratch scratch;
  std::string line = "cd '" + scratch.path().string() + "' && exec '" MEMNET_PROGRAM "'";
  for (const std::string& word : tiny_run()) line += " '" + word + "'";
  const int status = std::system((line + " > out 2> /dev/full").c_str());
  EXPECT_EQ(WEXITSTATUS(status), 5);
  EXPECT_EQ(status_of(only_run(scratch.path())), "finished");
}

}  // namespace
}  // namespace memnet
