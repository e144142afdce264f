// Statistics of the released stories (v1.2, English, en-10k training and test files together; task 3: those of en).
#pragma once

#include <map>
#include <string>

namespace memnet::babi {

struct Released {
  int task;
  int questions;
  std::size_t words;                                                  // words and answers
  double statements, context, context_deviation, supports, distance;  // as in story_statistics.hpp
  std::map<std::string, double> answers;
};
const Released& released(int task);

}  // namespace memnet::babi
