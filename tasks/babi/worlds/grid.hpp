// Places on a grid and the ways between them, of which tasks 4, 17 and 19 tell.
#pragma once

#include <vector>

#include "memnet/base/random.hpp"

namespace memnet::babi {

// Clockwise.
enum class Direction { north, east, south, west };
constexpr Direction kDirections[] = {Direction::north, Direction::east, Direction::south, Direction::west};
constexpr Direction opposite(Direction direction) {
  return static_cast<Direction>((static_cast<int>(direction) + 2) % 4);
}

Direction draw_direction(RandomStream& stream);
const char* name_of(Direction direction);

// `to` lies in that direction from `from`.
struct Way {
  int from, to;
  Direction direction;

  bool joins(int a, int b) const { return (from == a && to == b) || (from == b && to == a); }
};

// A random way out of a random place.
Way draw_way(RandomStream& stream, int places, const std::vector<Way>& ways);

// Every way once, in the order in which such draws find them: so it is told from an end of the map more often than from
// its middle.
std::vector<Way> draw_ways(RandomStream& stream, int places, const std::vector<Way>& ways);

// Which of the ways joins these two, counted from 1, as the lines that tell them are.
int line_of(const std::vector<Way>& told, int a, int b);

}  // namespace memnet::babi
