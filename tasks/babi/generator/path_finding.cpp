// Task 19: the way from one room to another, through a third; other rooms lie beside it.
//   The office is east of the hallway. The kitchen is north of the office.
//   How do you go from the kitchen to the hallway?  s,w
#include "memnet/base/error.hpp"
#include "tasks/babi/worlds/grid.hpp"
#include "tasks/babi/worlds/names.hpp"
#include "tasks/babi/worlds/sampling.hpp"
#include "tasks/babi/worlds/story_generator.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kLies = "The {room} is {direction} of the {other}.";
constexpr std::string_view kHow = "How do you go from the {room} to the {other}?";
constexpr int kStart = 0, kMiddle = 1, kEnd = 2, kOnTheWay = 3;
constexpr int kMostRooms = kOnTheWay + 8;  // as many as there are free sides of the three on the way

// "n,e"
std::string path(Direction first, Direction second) { return {*name_of(first), ',', *name_of(second)}; }

Names all_paths() {
  Names paths;
  for (const Direction first : kDirections)
    for (const Direction second : kDirections)
      if (second != opposite(first)) paths.push_back(path(first, second));
  return paths;
}

class PathFinding : public Teller {
 public:
  explicit PathFinding(const Difficulty& difficulty)
      : Teller(Language({{"room", rooms(Cast::john, difficulty.rooms)},
                         {"other", rooms(Cast::john, difficulty.rooms)},
                         {"direction", {"north", "east", "south", "west"}}},
                        {kLies, kHow}, all_paths())),
        rooms_(static_cast<int>(language()["room"].size())) {
    if (rooms_ > kMostRooms)
      fail(ErrorKind::usage, "babi: task 19 (path-finding) cannot place {} rooms; expected at most {}", rooms_,
           kMostRooms);
  }

  Story tell(RandomStream& stream) const override {
    const Direction first = draw_direction(stream);
    Direction second = draw_direction(stream);
    while (second == opposite(first)) second = draw_direction(stream);
    const std::vector<Way> told = draw_ways(stream, rooms_, with_side_rooms(stream, first, second));

    const std::vector<int> names = draw_places(stream, rooms_, rooms_);
    const auto name = [&](int place) { return language()["room"][names[place]]; };
    Draft draft;
    for (const Way& way : told)
      draft.state(language().say(
          stream, kLies,
          {{"room", name(way.from)}, {"direction", name_of(opposite(way.direction))}, {"other", name(way.to)}}));
    draft.ask(language().say(stream, kHow, {{"room", name(kStart)}, {"other", name(kEnd)}}), path(first, second),
              {line_of(told, kStart, kMiddle), line_of(told, kMiddle, kEnd)});
    return draft.take();
  }

 private:
  // The way itself, and every other room on a free side of a place along it. Two of them may lie at the same spot of
  // the grid, as in the release: there is no way between them, and so nobody can tell.
  std::vector<Way> with_side_rooms(RandomStream& stream, Direction first, Direction second) const {
    std::vector<Way> ways = {{kStart, kMiddle, first}, {kMiddle, kEnd, second}};
    std::vector<Way> free;
    for (int place = 0; place < kOnTheWay; ++place)
      for (const Direction side : kDirections) {
        const bool taken = (place == kStart && side == first) ||
                           (place == kMiddle && (side == opposite(first) || side == second)) ||
                           (place == kEnd && side == opposite(second));
        if (!taken) free.push_back({place, 0, side});
      }
    int room = kOnTheWay;
    for (const int i : draw_places(stream, static_cast<int>(free.size()), rooms_ - kOnTheWay))
      ways.push_back({free[i].from, room++, free[i].direction});
    return ways;
  }

  int rooms_;
};

}  // namespace

std::unique_ptr<Teller> make_path_finding(const Difficulty& difficulty) {
  return std::make_unique<PathFinding>(difficulty);
}

}  // namespace memnet::babi
