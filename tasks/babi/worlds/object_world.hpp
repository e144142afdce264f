// People who go from room to room, pick things up, put them down and give them away: the world of tasks 2, 3, 5, 6, 7
// and 8.
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
  int line = 0;       // that tells it
};

class ObjectWorld {
 public:
  // Everybody and everything starts in some room, which is never told.
  ObjectWorld(int actors, int rooms, int objects, bool gives, RandomStream& stream);

  // What happens next: of all actions alike, drawn until one is possible.
  Event happen(RandomStream& stream);

  int room_of(int actor) const { return room_[static_cast<std::size_t>(actor)]; }
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
  std::vector<int> holder_;  // of each object; -1: nobody
  std::vector<int> place_;   // of each object that nobody holds
};

}  // namespace memnet::babi
