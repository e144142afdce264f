// Places on a grid and the links between neighbors, for tasks 4, 17 and 19.
#pragma once

#include <vector>

#include "memnet/base/random.hpp"

namespace memnet::babi {

// The four directions, clockwise.
enum class Direction { north, east, south, west };
constexpr Direction kDirections[] = {Direction::north, Direction::east, Direction::south, Direction::west};
constexpr Direction opposite(Direction direction) {
  return static_cast<Direction>((static_cast<int>(direction) + 2) % 4);
}

Direction sample_direction(RandomStream& stream);
const char* name_of(Direction direction);

// `to` lies in that direction from `from`.
struct Link {
  int from, to;
  Direction direction;

  bool joins(int a, int b) const { return (from == a && to == b) || (from == b && to == a); }
};

// Samples a place, and then a link from it; the result starts at that place.
Link sample_link(RandomStream& stream, int places, const std::vector<Link>& links);

// Returns every link once, in the order in which repeated calls of sample_link() find them, and with those directions:
// so a story describes a link from the end of the map more often than from its middle.
std::vector<Link> sample_links(RandomStream& stream, int places, const std::vector<Link>& links);

// The number, from 1, of the link that joins these two places: the line of the story that states it.
int line_of(const std::vector<Link>& links, int a, int b);

}  // namespace memnet::babi
