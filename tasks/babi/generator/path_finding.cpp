// Task 19: the path from one room to another, through a third one; further rooms lie beside the path.
//   The office is east of the hallway. The kitchen is north of the office.
//   How do you go from the kitchen to the hallway?  s,w
#include "memnet/base/error.hpp"
#include "tasks/babi/worlds/grid.hpp"
#include "tasks/babi/worlds/names.hpp"
#include "tasks/babi/worlds/sampling.hpp"
#include "tasks/babi/worlds/story_generator.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kRoomLies = "The {room} is {direction} of the {other}.";
constexpr std::string_view kHow = "How do you go from the {room} to the {other}?";
constexpr int kStart = 0, kMiddle = 1, kEnd = 2, kOnThePath = 3;
constexpr int kMostRooms = kOnThePath + 8;  // the three rooms on the path have eight free sides

// "n,e"
std::string path(Direction first, Direction second) { return {*name_of(first), ',', *name_of(second)}; }

Names all_paths() {
  Names paths;
  for (const Direction first : kDirections)
    for (const Direction second : kDirections)
      if (second != opposite(first)) paths.push_back(path(first, second));
  return paths;
}

class PathFinding : public StoryGenerator {
 public:
  explicit PathFinding(const Difficulty& difficulty)
      : StoryGenerator(Templates({{"room", rooms(Cast::john, difficulty.rooms)},
                                  {"other", rooms(Cast::john, difficulty.rooms)},
                                  {"direction", {"north", "east", "south", "west"}}},
                                 {kRoomLies, kHow}, all_paths())),
        rooms_(static_cast<int>(templates()["room"].size())) {
    if (rooms_ > kMostRooms)
      fail(ErrorKind::usage, "babi: task 19 (path-finding) cannot place {} rooms; expected at most {}", rooms_,
           kMostRooms);
  }

  StoryText generate(RandomStream& stream) const override {
    const Direction first = sample_direction(stream);
    Direction second = sample_direction(stream);
    while (second == opposite(first)) second = sample_direction(stream);
    const std::vector<Link> links = sample_links(stream, rooms_, with_side_rooms(stream, first, second));

    const std::vector<int> names = sample_indices(stream, rooms_, rooms_);
    const auto name = [&](int place) { return templates()["room"][names[place]]; };
    StoryBuilder builder;
    for (const Link& link : links)
      builder.state(templates().fill(
          stream, kRoomLies,
          {{"room", name(link.from)}, {"direction", name_of(opposite(link.direction))}, {"other", name(link.to)}}));
    builder.ask(templates().fill(stream, kHow, {{"room", name(kStart)}, {"other", name(kEnd)}}), path(first, second),
                {line_of(links, kStart, kMiddle), line_of(links, kMiddle, kEnd)});
    return builder.take();
  }

 private:
  // The path itself, and every other room on a free side of a place along it. As in the release, two of them may lie at
  // the same point of the grid: the story does not show it, for no link joins them.
  std::vector<Link> with_side_rooms(RandomStream& stream, Direction first, Direction second) const {
    std::vector<Link> links = {{kStart, kMiddle, first}, {kMiddle, kEnd, second}};
    std::vector<Link> free;
    for (int place = 0; place < kOnThePath; ++place)
      for (const Direction side : kDirections) {
        const bool taken = (place == kStart && side == first) ||
                           (place == kMiddle && (side == opposite(first) || side == second)) ||
                           (place == kEnd && side == opposite(second));
        if (!taken) free.push_back({place, 0, side});
      }
    int room = kOnThePath;
    for (const int i : sample_indices(stream, static_cast<int>(free.size()), rooms_ - kOnThePath))
      links.push_back({free[i].from, room++, free[i].direction});
    return links;
  }

  int rooms_;
};

}  // namespace

std::unique_ptr<StoryGenerator> make_path_finding(const Difficulty& difficulty) {
  return std::make_unique<PathFinding>(difficulty);
}

}  // namespace memnet::babi
