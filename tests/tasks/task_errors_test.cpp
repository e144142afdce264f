// The errors of tasks: lengths that are not possible, and options that contradict each other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "memnet/base/error.hpp"
#include "tests/support/scratch.hpp"
#include "tests/support/task_sampler.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

using testing::HasSubstr;

TEST(Tasks, SayWhichLengthsAreNotPossibleAndWhatToDo) {
  struct Case {
    const char *task, *option, *value;
    int length;
    const char* message;
  };
  for (const Case& c : {Case{"key_value", "key_bits", "3", 9, "task.key_bits = 3 gives 8; raise it"},
                        {"pointer_chase", "name_bits", "4", 17, "task.name_bits = 4 gives 16; raise it"},
                        {"associative_recall", "item_length", "1", 65, "= 6 gives 64; raise it"},
                        {"associative_recall", "bits", "6", 1, "a queried item and the one after it make 2"},
                        {"read_index", "index_bits", "3", 8, "task.index_bits = 3 count to 7; raise it"},
                        {"mqar", "vocabulary", "12", 7, "task.vocabulary = 12 gives 6, and 6 keys; raise it"},
                        {"dynamic_ngrams", "context", "5", 5, "nothing to predict after task.context = 5 bits"}}) {
    const TaskSampler sampler(c.task, {{c.option, c.value}});
    EXPECT_NO_THROW(sampler.task->check_length(c.length == 1 || c.length == 5 ? c.length + 1 : c.length - 1));
    const std::string message = message_of(ErrorKind::usage, [&] { sampler.sample(1, c.length); });
    EXPECT_THAT(message, HasSubstr(c.message));
    EXPECT_EQ(message_of(ErrorKind::usage, [&] { sampler.task->check_length(c.length); }), message);
  }
}

TEST(Tasks, SayWhichOptionsContradictEachOther) {
  EXPECT_THAT(message_of(ErrorKind::usage,
                         [] {
                           TaskSampler("repeat_copy", {{"min_repeats", "11"}});
                         }),
              HasSubstr("min_repeats = 11 is above task.max_repeats = 10"));
  EXPECT_THAT(message_of(ErrorKind::usage,
                         [] {
                           TaskSampler("key_value", {{"two_way", "yes"}, {"key_bits", "4"}});
                         }),
              HasSubstr("task.key_bits = 4 and task.value_bits = 8 equal"));
  EXPECT_THAT(message_of(ErrorKind::usage,
                         [] {
                           TaskSampler("mqar", {{"key_length", "2"}, {"key_overlap", "2"}});
                         }),
              HasSubstr("make it less than task.key_length = 2"));
  EXPECT_THAT(message_of(ErrorKind::usage,
                         [] {
                           TaskSampler("mqar", {{"forgetting", "0.5"}, {"steps_per_pair", "4"}});
                         }),
              HasSubstr("take at least 5"));
  EXPECT_THAT(message_of(ErrorKind::usage,
                         [] {
                           TaskSampler("group", {{"group", "S6"}});
                         }),
              HasSubstr("there is no task.group = S6; take one of Z2 to Z256, S2 to S5 or A3 to A5"));
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
