// Tasks 2 and 3: where an object is, and where it was before.
#include <map>

#include "tasks/babi/solver/objects.hpp"

namespace memnet::babi {

std::string solve_two_supporting_facts(const Statements& statements, const Sentence& question) {
  const std::string thing = question.last();
  std::map<std::string, std::string> room;  // of each person
  std::string holder, last_room;
  for (const ReadEvent& event : read_events(statements)) {
    if (event.what == ReadEvent::moves) room[event.who] = event.room;
    if (event.thing != thing) continue;
    holder = event.what == ReadEvent::gets ? event.who : "";
    last_room = room[event.who];
  }
  return holder.empty() ? last_room : room[holder];
}

// Where was the apple before the garden? Only the rooms count into which it was carried since it was last taken.
std::string solve_three_supporting_facts(const Statements& statements, const Sentence& question) {
  const std::string thing = question.after("the"), room = question.last();
  std::vector<std::string> rooms;
  std::string holder;
  for (const ReadEvent& event : read_events(statements)) {
    if (event.what == ReadEvent::moves && event.who == holder) rooms.push_back(event.room);
    if (event.thing != thing) continue;
    if (event.what == ReadEvent::gets) rooms.clear();
    holder = event.what == ReadEvent::gets ? event.who : "";
  }
  for (std::size_t i = rooms.size(); i-- > 1;)
    if (rooms[i] == room) return rooms[i - 1];
  return "";
}

}  // namespace memnet::babi
