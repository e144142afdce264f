// Work that comes to grief: its process ends, ours goes on and has what was said until then.
#include "memnet/io/confined.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <stdexcept>
#include <string_view>

namespace memnet {
namespace {

using Work = std::function<void(const Say&)>;

std::span<const std::byte> bytes(std::string_view text) {
  return std::as_bytes(std::span(text));
}

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

}  // namespace
}  // namespace memnet
