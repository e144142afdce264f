// How hard the generated stories are. Zero means as in the released files.
#pragma once

namespace memnet::babi {

struct Difficulty {
  int questions = 0;   // questions in a story
  int actors = 0;      // people who may appear
  int rooms = 0;       // rooms they may go to
  int objects = 0;     // objects they may carry
  int statements = 0;  // statements before each question; more statements mean more distractors

  bool operator==(const Difficulty&) const = default;
};

constexpr int as_released(int value, int released) { return value == 0 ? released : value; }

}  // namespace memnet::babi
