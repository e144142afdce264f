// What happens to things, as the solvers of tasks 2, 3, 5, 7 and 8 read it.
#pragma once

#include "tasks/babi/solver/reading.hpp"

namespace memnet::babi {

struct Happening {
  enum { other, moves, gets, drops, gives } what = other;
  std::string who, thing, room, to_whom;
};

Happening read_happening(const Sentence& sentence);
std::vector<Happening> read_happenings(const Statements& statements);

}  // namespace memnet::babi
