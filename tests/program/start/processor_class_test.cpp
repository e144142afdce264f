#include "program/start/processor_class.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "memnet/io/run_file.hpp"
#include "program/experiment/build.hpp"
#include "program/start/processor.hpp"
#include "tests/support/program/process.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;

const Words kAll = {"v2", "v3", "v4"};

// A processor that can run these classes.
auto processor(const Words& classes) {
  return [classes](std::string_view name) { return std::ranges::find(classes, name) != classes.end(); };
}

TEST(ProcessorClass, TheHighestThatTheProcessorCanRun) {
  EXPECT_EQ(choose_class(kAll, "", processor(kAll)), "v4");
  EXPECT_EQ(choose_class(kAll, "", processor({"v2", "v3"})), "v3");
  EXPECT_EQ(choose_class(kAll, "", processor({"v2"})), "v2");
  EXPECT_EQ(choose_class({"v2", "v4"}, "", processor({"v2", "v3"})), "v2");
  EXPECT_EQ(choose_class({"v3"}, "", processor(kAll)), "v3");
}

TEST(ProcessorClass, CanBeForced) {
  for (const std::string& name : kAll) EXPECT_EQ(choose_class(kAll, name, processor(kAll)), name);
}

TEST(ProcessorClass, MustBeThereAndFitTheProcessor) {
  const auto message = [](const Words& built, const std::string& forced, const Words& runnable) {
    return message_of(ErrorKind::usage, [&] { choose_class(built, forced, processor(runnable)); });
  };
  EXPECT_THAT(message(kAll, "v9", kAll), HasSubstr("MEMNET_CPU=v9: this build of memnet has no such class"));
  EXPECT_THAT(message({"v3"}, "v2", kAll), HasSubstr("it has v3"));
  EXPECT_THAT(message(kAll, "v4", {"v2", "v3"}), HasSubstr("this processor cannot run that class; choose from v2, v3"));
  EXPECT_THAT(message({"v4"}, "", {"v2", "v3"}), HasSubstr("compiled for processors of class v4"));
}

TEST(ProcessorClass, EachHasAllInstructionsOfTheOneBefore) {
  EXPECT_GE(can_run_class("v2"), can_run_class("v3"));
  EXPECT_GE(can_run_class("v3"), can_run_class("v4"));
}

// Becomes the program of the class `other`, which is a shell script here.
void start_other(const fs::path& folder) {
  std::string name = "memnet", first = "a b", second = "c";
  char* arguments[] = {name.data(), first.data(), second.data(), nullptr};
  ::unsetenv("MEMNET_CPU");
  start_best_class({"own", "other"}, folder, arguments);
}

TEST(ProcessorClass, ItsProgramGetsTheArguments) {
  const Scratch scratch;
  std::ofstream(scratch / "memnet-other") << "#!/bin/sh\necho \"<$1> <$2> of $#\" >&2\nexit 7\n";
  fs::permissions(scratch / "memnet-other", fs::perms::owner_all);
  EXPECT_EXIT(start_other(scratch.path()), testing::ExitedWithCode(7), "<a b> <c> of 2");
}

TEST(ProcessorClass, AProgramThatIsMissingIsNamed) {
  const Scratch scratch;
  EXPECT_THAT(message_of(ErrorKind::io, [&] { start_other(scratch.path()); }),
              testing::AllOf(HasSubstr(scratch / "memnet-other"), HasSubstr("MEMNET_CPU=own")));
}

Outcome version_with(const std::string& forced) {
  return Process({.folder = ".", .output = "", .environment = {"MEMNET_CPU=" + forced}}, {"--version"}).wait();
}

TEST(ProcessorClass, OfTheProgramIsForcedOrRefused) {
  const std::string name = this_build().name, own = name.substr(name.rfind(' ') + 1);
  EXPECT_THAT(version_with(own).out, HasSubstr(name));
  EXPECT_EQ(version_with("").code, 0) << "an empty variable is as none";
  for (const std::string& other : {std::string("nonsense"), std::string(own == "v4" ? "v2" : "v4")}) {
    const Outcome refused = version_with(other);
    EXPECT_EQ(refused.code, 2) << other;
    EXPECT_THAT(refused.err, HasSubstr("MEMNET_CPU=" + other));
    EXPECT_THAT(refused.err, HasSubstr("it has " + own));
  }
}

TEST(ProcessorClass, IsInTheRunFile) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), tiny_run()).code, 0);
  const RunRecord run = read_run_file(only_run(scratch.path()) / "run.h5");
  ASSERT_EQ(run.builds.size(), 1u);
  EXPECT_THAT(run.builds.front().name, testing::ContainsRegex(", (v2|v3|v4|generic)$"));
}

}  // namespace
}  // namespace memnet
