// Lists of bAbI tasks.
#include <gtest/gtest.h>

#include "tasks/babi/twenty_tasks.hpp"
#include "tests/support/scratch.hpp"

namespace memnet::babi {
namespace {

// `1, 2` was refused, and `1,2` and `1-2` were two runs.
TEST(TaskList, HasOneSpelling) {
  for (const char* list : {"1-3,5", "1,2,3,5", "5, 3 ,1-2", "1-3,2,5"}) EXPECT_EQ(canonical_task_list(list), "1-3,5");
  EXPECT_EQ(canonical_task_list("1-20"), "1-20");
  EXPECT_EQ(canonical_task_list("7"), "7");
  EXPECT_EQ(parse_tasks("5, 1-2", "--tasks"), (std::vector<int>{1, 2, 5}));
  for (const char* bad : {"", "1,", "a", "2-1", "1-"}) message_of(ErrorKind::usage, [&] { canonical_task_list(bad); });
}

}  // namespace
}  // namespace memnet::babi
