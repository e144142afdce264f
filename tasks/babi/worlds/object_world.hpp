// A simulation of people who go from room to room, pick objects up, put them down and give them away; for tasks 2, 3,
// 5, 6, 7 and 8.
#pragma once

#include <optional>
#include <vector>

#include "memnet/base/random.hpp"

namespace memnet::babi {

enum class Action { move, get, drop, give };

struct Event {
  Action action;
  int actor;
  int object = -1;    // of get, drop and give
  int room = -1;      // of move
  int receiver = -1;  // of give
  int line = 0;       // of the sentence that states it
};

class ObjectWorld {
 public:
  // Puts every person and every object into a random room; the story does not say which.
  ObjectWorld(int actors, int rooms, int objects, bool gives, RandomStream& stream);

  // Samples actions, each equally likely, until one is possible. Carries it out and returns it.
  Event next(RandomStream& stream);

  bool carries(int actor, int object) const { return holder_[static_cast<std::size_t>(object)] == actor; }

 private:
  std::optional<Event> attempt(RandomStream& stream);
  std::optional<Event> move(RandomStream& stream, int actor);
  std::optional<Event> get(RandomStream& stream, int actor);
  std::optional<Event> drop(RandomStream& stream, int actor);
  std::optional<Event> give();

  int rooms_;
  bool gives_;
  std::vector<int> room_;    // of each actor
  std::vector<int> holder_;  // of each object; -1: it is not held
  std::vector<int> place_;   // of each object that is not held: its room
};

}  // namespace memnet::babi
