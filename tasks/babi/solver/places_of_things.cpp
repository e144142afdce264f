// Tasks 2 and 3: where a thing is, and where it was before.
#include <map>

#include "tasks/babi/solver/objects.hpp"

namespace memnet::babi {

std::string solve_two_supporting_facts(const Statements& statements, const Sentence& question) {
  const std::string thing = question.last();
  std::map<std::string, std::string> room;  // of each person
  std::string holder, place;
  for (const Happening& h : read_happenings(statements)) {
    if (h.what == Happening::moves) room[h.who] = h.room;
    if (h.thing != thing) continue;
    holder = h.what == Happening::gets ? h.who : "";
    place = room[h.who];
  }
  return holder.empty() ? place : room[holder];
}

// Where was the apple before the garden? The rooms count through which it was carried since it was taken last.
std::string solve_three_supporting_facts(const Statements& statements, const Sentence& question) {
  const std::string thing = question.after("the"), room = question.last();
  std::vector<std::string> rooms;
  std::string holder;
  for (const Happening& h : read_happenings(statements)) {
    if (h.what == Happening::moves && h.who == holder) rooms.push_back(h.room);
    if (h.thing != thing) continue;
    if (h.what == Happening::gets) rooms.clear();
    holder = h.what == Happening::gets ? h.who : "";
  }
  for (std::size_t i = rooms.size(); i-- > 1;)
    if (rooms[i] == room) return rooms[i - 1];
  return "";
}

}  // namespace memnet::babi
