// How hard stories are. What is zero is as in the release.
#pragma once

namespace memnet::babi {

struct Difficulty {
  int questions = 0;   // in a story
  int actors = 0;      // who may appear
  int rooms = 0;       // where they may be
  int objects = 0;     // what they may carry
  int statements = 0;  // before each question; more of them are distractors

  bool operator==(const Difficulty&) const = default;
};

constexpr int as_released(int value, int released) { return value == 0 ? released : value; }

}  // namespace memnet::babi
