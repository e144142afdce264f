#include "memnet/base/text.hpp"

#include <gtest/gtest.h>

namespace memnet {
namespace {

TEST(Text, ANumberIsTheWholeText) {
  EXPECT_EQ(parse_number<int>("12"), 12);
  EXPECT_EQ(parse_number<double>("1e-3"), 1e-3);
  for (const char* text : {"", " 1", "1 ", "1x", "x"}) EXPECT_FALSE(parse_number<double>(text)) << text;
  EXPECT_FALSE(parse_number<int>("1.5"));
  EXPECT_FALSE(parse_number<unsigned>("-1"));
}

TEST(Text, PartsAreTrimmedAndEmptyOnesKept) {
  EXPECT_EQ(trimmed(" a b\t\r"), "a b");
  EXPECT_EQ(trimmed("  "), "");
  EXPECT_EQ(split_text(" a , b,", ','), (std::vector<std::string>{"a", "b", ""}));
  EXPECT_EQ(split_text("", ','), std::vector<std::string>{""});
}

TEST(Text, ItemsAreJoinedBySeparators) {
  std::string list;
  for (const char* item : {"a", "b", "c"}) append_item(list, item);
  EXPECT_EQ(list, "a, b, c");
}

// Known values of FNV-1a; ids of plans, names of runs and random streams depend on them.
TEST(Text, HashesAreThoseOfFnv) {
  EXPECT_EQ(hash32(""), 0x811c9dc5u);
  EXPECT_EQ(hash32("foobar"), 0xbf9cf968u);
  EXPECT_EQ(hash64(""), 0xcbf29ce484222325u);
  EXPECT_EQ(hash64("foobar"), 0x85944171f73967e8u);
}

}  // namespace
}  // namespace memnet
