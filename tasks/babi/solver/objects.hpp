// Reads events with objects, for the solvers of tasks 2, 3, 5, 7 and 8.
#pragma once

#include "tasks/babi/solver/reading.hpp"

namespace memnet::babi {

struct ReadEvent {
  enum { other, moves, gets, drops, gives } what = other;
  std::string who, thing, room, to_whom;
};

ReadEvent read_event(const Sentence& sentence);
std::vector<ReadEvent> read_events(const Statements& statements);

}  // namespace memnet::babi
