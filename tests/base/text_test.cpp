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

// Known values of FNV-1a; random streams depend on them.
TEST(Text, HashesAreThoseOfFnv) {
  EXPECT_EQ(hash32(""), 0x811c9dc5u);
  EXPECT_EQ(hash32("foobar"), 0xbf9cf968u);
}

}  // namespace
}  // namespace memnet
