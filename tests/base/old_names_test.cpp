// Names of earlier versions: error messages give the new ones.
#include "memnet/base/old_names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace memnet {
namespace {

TEST(OldNames, AreFoundByTheirKind) {
  EXPECT_EQ(new_name("scheme", "ntm-gate"), "ntm_no_gate");
  EXPECT_EQ(new_name("stage", "ntm-gate"), "");
  EXPECT_EQ(new_name("scheme", "ntm"), "");
}

TEST(OldNames, AreSuggestedBeforeSimilarOnes) {
  EXPECT_EQ(suggestion("scheme", "ntm-gate", {"ntm_gate"}), "; it is now called 'ntm_no_gate'");
  EXPECT_EQ(suggestion("scheme", "ntn", {"ntm", "tape"}), "; did you mean 'ntm'?");
  EXPECT_EQ(suggestion("scheme", "entirely different", {"ntm", "tape"}), "");
}

// A new name is not itself an old name, and each old name has one new name.
TEST(OldNames, LeadToNamesThatWereNotChangedAgain) {
  for (const OldName& line : all_old_names()) {
    EXPECT_NE(line.new_name, "") << line.old_name;
    EXPECT_EQ(new_name(line.kind, line.new_name), "") << line.new_name;
    EXPECT_EQ(new_name(line.kind, line.old_name), line.new_name) << line.old_name << " is listed twice";
  }
}

}  // namespace
}  // namespace memnet
