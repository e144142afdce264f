// Work that fails ends its own process only; what it sent before is received.
#include "memnet/os/sandbox.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

namespace memnet {
namespace {

std::span<const std::byte> bytes(std::string_view text) { return std::as_bytes(std::span(text)); }

std::string text(const SandboxResult& result) {
  return {reinterpret_cast<const char*>(result.output.data()), result.output.size()};
}

TEST(Sandbox, ReturnsAllThatTheWorkSends) {
  const std::string much(300'000, 'x');  // more than a pipe holds
  const std::vector<SandboxWork> works = {[](const Send& send) { send(bytes("a")), send(bytes("b")); },
                                          [](const Send&) {}, [&](const Send& send) { send(bytes(much)); }};
  const std::vector<SandboxResult> results = run_in_sandboxes(works);
  ASSERT_EQ(results.size(), 3u);
  EXPECT_EQ(text(results[0]), "ab");
  EXPECT_EQ(text(results[1]), "");
  EXPECT_EQ(text(results[2]), much);
  for (const SandboxResult& result : results) EXPECT_EQ(result.problem, "");
  EXPECT_TRUE(run_in_sandboxes({}).empty());
}

TEST(Sandbox, AFailureEndsOneWorkAndKeepsItsOutput) {
  const std::vector<SandboxWork> works = {
      [](const Send& send) { send(bytes("before")), std::abort(); },
      [](const Send& send) { send(bytes("before")), throw std::runtime_error("no"); },
      [](const Send& send) { send(bytes("well")); }};
  const std::vector<SandboxResult> results = run_in_sandboxes(works);
  EXPECT_EQ(text(results[0]), "before");
  EXPECT_EQ(results[0].problem, "crashed (signal 6)");
  EXPECT_EQ(text(results[1]), "before");
  EXPECT_EQ(results[1].problem, "failed");
  EXPECT_EQ(text(results[2]), "well");
  EXPECT_EQ(results[2].problem, "");
}

TEST(Sandbox, ReportsACrashEvenIfSigchldIsIgnored) {
  const auto before = std::signal(SIGCHLD, SIG_IGN);
  const std::vector<SandboxWork> works = {[](const Send&) { std::abort(); },
                                          [](const Send& send) { send(bytes("well")); }};
  const std::vector<SandboxResult> results = run_in_sandboxes(works);
  EXPECT_EQ(std::signal(SIGCHLD, before), SIG_IGN);
  EXPECT_EQ(results[0].problem, "crashed (signal 6)");
  EXPECT_EQ(results[1].problem, "");
}

TEST(Sandbox, AcceptsLowerLimitsThatWereInherited) {
  const SandboxWork work = [](const Send& send) {
    const rlimit low{3, 3};
    ::setrlimit(RLIMIT_CPU, &low);  // in a child, so that it holds for the grandchild alone
    const SandboxWork inner = [](const Send& send) {
      rlimit limit{};
      ::getrlimit(RLIMIT_CPU, &limit);
      send(bytes(limit.rlim_cur == 2 && limit.rlim_max == 3 ? "clamped" : "unlimited"));
    };
    send(run_in_sandboxes(std::span(&inner, 1)).front().output);
  };
  EXPECT_EQ(text(run_in_sandboxes(std::span(&work, 1)).front()), "clamped");
}

// With fixed limits, a large file was reported as damaged.
TEST(Sandbox, LimitsFollowTheBytesThatAreRead) {
  const SandboxWork work = [](const Send& send) {
    rlimit limit{};
    ::getrlimit(RLIMIT_CPU, &limit);
    send(bytes(std::to_string(limit.rlim_cur)));
  };
  EXPECT_EQ(text(run_in_sandboxes(std::span(&work, 1)).front()), "5");
  EXPECT_EQ(text(run_in_sandboxes(std::span(&work, 1), std::size_t{500} << 20).front()), "105");
  const SandboxResult failed{.output = {}, .problem = "failed", .short_of_memory = true};
  EXPECT_EQ(failed.error("a.h5").kind(), ErrorKind::io);
  EXPECT_NE(std::string(failed.error("a.h5").what()).find("too large to examine"), std::string::npos);
}

// A process that the kernel kills because memory is short was reported as a damaged file.
TEST(Sandbox, BeingKilledFromOutsideIsNotReportedAsDamage) {
  for (const int signal : {SIGKILL, SIGTERM}) {
    const SandboxWork work = [signal](const Send&) { std::signal(signal, SIG_DFL), std::raise(signal); };
    const SandboxResult result = run_in_sandboxes(std::span(&work, 1)).front();
    EXPECT_TRUE(result.from_outside);
    EXPECT_EQ(result.error("a.h5").kind(), ErrorKind::io);
    EXPECT_EQ(result.error("a.h5").what(), "a.h5: reading it was ended from outside (signal " + std::to_string(signal) +
                                               "); try again when the machine is less busy");
  }
}

TEST(Sandbox, ATimeoutIsNotReportedAsDamage) {
  const SandboxResult damaged{.output = {}, .problem = "crashed (signal 11)"};
  EXPECT_EQ(damaged.error("a.h5").kind(), ErrorKind::data);
  EXPECT_STREQ(damaged.error("a.h5").what(), "a.h5: is damaged: reading it crashed (signal 11)");
  const SandboxResult late{.output = {}, .problem = "took more than 60 s", .from_outside = true};
  EXPECT_EQ(late.error("a.h5").kind(), ErrorKind::io);
  EXPECT_EQ(std::string(late.error("a.h5").what()).find("damaged"), std::string::npos);
}

}  // namespace
}  // namespace memnet
