// Work that comes to grief: its process ends, ours goes on and has what was said until then.
#include "memnet/os/sandbox.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

namespace memnet {
namespace {

using Work = std::function<void(const Say&)>;

std::span<const std::byte> bytes(std::string_view text) { return std::as_bytes(std::span(text)); }

std::string text(const Confined& outcome) {
  return {reinterpret_cast<const char*>(outcome.said.data()), outcome.said.size()};
}

TEST(Confined, SaysWhatItHasToSay) {
  const std::string much(300'000, 'x');  // more than a pipe holds
  const std::vector<Work> works = {[](const Say& say) { say(bytes("a")), say(bytes("b")); }, [](const Say&) {},
                                   [&](const Say& say) { say(bytes(much)); }};
  const std::vector<Confined> outcomes = run_confined(works);
  ASSERT_EQ(outcomes.size(), 3u);
  EXPECT_EQ(text(outcomes[0]), "ab");
  EXPECT_EQ(text(outcomes[1]), "");
  EXPECT_EQ(text(outcomes[2]), much);
  for (const Confined& outcome : outcomes) EXPECT_EQ(outcome.problem, "");
  EXPECT_TRUE(run_confined({}).empty());
}

TEST(Confined, EndsAloneAndKeepsWhatItSaid) {
  const std::vector<Work> works = {[](const Say& say) { say(bytes("before")), std::abort(); },
                                   [](const Say& say) { say(bytes("before")), throw std::runtime_error("no"); },
                                   [](const Say& say) { say(bytes("well")); }};
  const std::vector<Confined> outcomes = run_confined(works);
  EXPECT_EQ(text(outcomes[0]), "before");
  EXPECT_EQ(outcomes[0].problem, "HDF5 crashes on it (signal 6)");
  EXPECT_EQ(text(outcomes[1]), "before");
  EXPECT_EQ(outcomes[1].problem, "HDF5 gives up on it");
  EXPECT_EQ(text(outcomes[2]), "well");
  EXPECT_EQ(outcomes[2].problem, "");
}

TEST(Confined, ACrashIsSeenEvenWhereTheEndOfChildrenIsIgnored) {
  const auto before = std::signal(SIGCHLD, SIG_IGN);
  const std::vector<Work> works = {[](const Say&) { std::abort(); }, [](const Say& say) { say(bytes("well")); }};
  const std::vector<Confined> outcomes = run_confined(works);
  EXPECT_EQ(std::signal(SIGCHLD, before), SIG_IGN);
  EXPECT_EQ(outcomes[0].problem, "HDF5 crashes on it (signal 6)");
  EXPECT_EQ(outcomes[1].problem, "");
}

TEST(Confined, LimitsArePossibleWhereLowerOnesWereInherited) {
  const Work work = [](const Say& say) {
    const rlimit low{3, 3};
    ::setrlimit(RLIMIT_CPU, &low);  // in a child, so that it holds for the grandchild alone
    const Work inner = [](const Say& say) {
      rlimit limit{};
      ::getrlimit(RLIMIT_CPU, &limit);
      say(bytes(limit.rlim_cur == 2 && limit.rlim_max == 3 ? "clamped" : "unlimited"));
    };
    say(run_confined(std::span(&inner, 1)).front().said);
  };
  EXPECT_EQ(text(run_confined(std::span(&work, 1)).front()), "clamped");
}

TEST(Confined, TimeThatRanOutIsNotDamage) {
  const Confined damaged{.said = {}, .problem = "HDF5 crashes on it (signal 11)"};
  EXPECT_EQ(damaged.error("a.h5").kind(), ErrorKind::data);
  EXPECT_STREQ(damaged.error("a.h5").what(), "a.h5: is damaged: HDF5 crashes on it (signal 11)");
  const Confined late{.said = {}, .problem = "took more than 60 s", .too_late = true};
  EXPECT_EQ(late.error("a.h5").kind(), ErrorKind::io);
  EXPECT_EQ(std::string(late.error("a.h5").what()).find("damaged"), std::string::npos);
}

}  // namespace
}  // namespace memnet
