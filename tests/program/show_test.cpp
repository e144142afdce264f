// memnet show: the summary of a run and the drawing of an episode.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/program/shared_runs.hpp"
#include "tests/support/program/tiny_compare.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Show, DrawsBlocksOnlyOnRequestIfTheOutputIsNoTerminal) {
  const std::string shown =
      memnet(folder_of_run_and_comparison(), {"show", run_beside_comparison(), "--draw=blocks"}).out;
  for (const char* part :
       {"inputs   0 \u2502", "targets   0 \u2502\u00b7\u00b7\u00b7", "write0 weighting", "read0 read", "\u2588"})
    EXPECT_THAT(shown, HasSubstr(part)) << part << "\n" << shown;
  const std::string letters = memnet(folder_of_run_and_comparison(), {"show", run_beside_comparison()}).out;
  EXPECT_THAT(letters, Not(HasSubstr("\u2588"))) << "blocks although the output is no terminal";
}

}  // namespace
}  // namespace memnet
