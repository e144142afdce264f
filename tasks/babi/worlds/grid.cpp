#include "tasks/babi/worlds/grid.hpp"

#include <algorithm>

#include "tasks/babi/worlds/sampling.hpp"

namespace memnet::babi {

Direction sample_direction(RandomStream& stream) { return kDirections[stream.between(0, 3)]; }

const char* name_of(Direction direction) {
  constexpr const char* kNames[] = {"north", "east", "south", "west"};
  return kNames[static_cast<int>(direction)];
}

Link sample_link(RandomStream& stream, int places, const std::vector<Link>& links) {
  const int place = stream.between(0, places - 1);
  std::vector<Link> exits;
  for (const Link& link : links) {
    if (link.from == place) exits.push_back(link);
    if (link.to == place) exits.push_back({link.to, link.from, opposite(link.direction)});
  }
  return sample_item(stream, exits);
}

std::vector<Link> sample_links(RandomStream& stream, int places, const std::vector<Link>& links) {
  std::vector<Link> sampled;
  while (sampled.size() < links.size()) {
    const Link link = sample_link(stream, places, links);
    if (std::ranges::none_of(sampled, [&](const Link& other) { return other.joins(link.from, link.to); }))
      sampled.push_back(link);
  }
  return sampled;
}

int line_of(const std::vector<Link>& links, int a, int b) {
  const auto found = std::ranges::find_if(links, [&](const Link& link) { return link.joins(a, b); });
  return static_cast<int>(found - links.begin()) + 1;
}

}  // namespace memnet::babi
