#include "tests/support/babi/released.hpp"

#include <algorithm>
#include <vector>

namespace memnet::babi {

const Released& released(int task) {
  static const std::vector<Released> table = {
#define MEMNET_RELEASED(task, questions, words, statements, context, context_deviation, supports, distance, ...) \
  {task, questions, words, statements, context, context_deviation, supports, distance, {__VA_ARGS__}},
#include "tests/support/babi/released.def"
#undef MEMNET_RELEASED
  };
  return *std::ranges::find(table, task, &Released::task);
}

}  // namespace memnet::babi
