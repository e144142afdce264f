#include "tasks/babi/worlds/grid.hpp"

#include <algorithm>

#include "tasks/babi/worlds/sampling.hpp"

namespace memnet::babi {

Direction draw_direction(RandomStream& stream) { return kDirections[stream.between(0, 3)]; }

const char* name_of(Direction direction) {
  constexpr const char* kNames[] = {"north", "east", "south", "west"};
  return kNames[static_cast<int>(direction)];
}

Way draw_way(RandomStream& stream, int places, const std::vector<Way>& ways) {
  const int place = stream.between(0, places - 1);
  std::vector<Way> exits;
  for (const Way& way : ways) {
    if (way.from == place) exits.push_back(way);
    if (way.to == place) exits.push_back({way.to, way.from, opposite(way.direction)});
  }
  return draw(stream, exits);
}

std::vector<Way> draw_ways(RandomStream& stream, int places, const std::vector<Way>& ways) {
  std::vector<Way> drawn;
  while (drawn.size() < ways.size()) {
    const Way way = draw_way(stream, places, ways);
    if (std::ranges::none_of(drawn, [&](const Way& other) { return other.joins(way.from, way.to); }))
      drawn.push_back(way);
  }
  return drawn;
}

int line_of(const std::vector<Way>& told, int a, int b) {
  const auto found = std::ranges::find_if(told, [&](const Way& way) { return way.joins(a, b); });
  return static_cast<int>(found - told.begin()) + 1;
}

}  // namespace memnet::babi
