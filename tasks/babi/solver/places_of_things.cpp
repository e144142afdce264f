// Tasks 2 and 3: where an object is, and where it was before.
#include <map>

#include "tasks/babi/solver/objects.hpp"

namespace memnet::babi {

std::string solve_two_supporting_facts(const Statements& statements, const Sentence& question) {
  const std::string thing = question.last();
  std::map<std::string, std::string> room;  // of each person
  std::string holder, place;
  for (const ReadEvent& h : read_events(statements)) {
    if (h.what == ReadEvent::moves) room[h.who] = h.room;
    if (h.thing != thing) continue;
    holder = h.what == ReadEvent::gets ? h.who : "";
    place = room[h.who];
  }
  return holder.empty() ? place : room[holder];
}

// Where was the apple before the garden? Only the rooms count into which it was carried since it was last taken.
std::string solve_three_supporting_facts(const Statements& statements, const Sentence& question) {
  const std::string thing = question.after("the"), room = question.last();
  std::vector<std::string> rooms;
  std::string holder;
  for (const ReadEvent& h : read_events(statements)) {
    if (h.what == ReadEvent::moves && h.who == holder) rooms.push_back(h.room);
    if (h.thing != thing) continue;
    if (h.what == ReadEvent::gets) rooms.clear();
    holder = h.what == ReadEvent::gets ? h.who : "";
  }
  for (std::size_t i = rooms.size(); i-- > 1;)
    if (rooms[i] == room) return rooms[i - 1];
  return "";
}

}  // namespace memnet::babi
