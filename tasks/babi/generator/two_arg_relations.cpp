// Task 4: three rooms in a row; which is on which side of another?
//   The office is north of the kitchen.  What is the kitchen south of?  office
#include "tasks/babi/worlds/grid.hpp"
#include "tasks/babi/worlds/names.hpp"
#include "tasks/babi/worlds/sampling.hpp"
#include "tasks/babi/worlds/story_generator.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kLies = "The {room} is {direction} of the {other}.";
constexpr std::string_view kWhatLies = "What is {direction} of the {other}?";
constexpr std::string_view kOfWhat = "What is the {other} {direction} of?";
constexpr int kPlaces = 3;

class TwoArgRelations : public Teller {
 public:
  explicit TwoArgRelations(const Difficulty& difficulty)
      : Teller(Language({{"room", rooms(Cast::john, difficulty.rooms)},
                         {"other", rooms(Cast::john, difficulty.rooms)},
                         {"direction", {"north", "east", "south", "west"}}},
                        {kLies, kWhatLies, kOfWhat}, rooms(Cast::john, difficulty.rooms))) {}

  Story tell(RandomStream& stream) const override {
    const Names& rooms = language()["room"];
    const std::vector<int> names = draw_places(stream, static_cast<int>(rooms.size()), kPlaces);
    const auto say = [&](std::string_view sentence, const Way& way, Direction direction) {
      return language().say(
          stream, sentence,
          {{"room", rooms[names[way.from]]}, {"other", rooms[names[way.to]]}, {"direction", name_of(direction)}});
    };
    const Direction along = draw_direction(stream);
    const std::vector<Way> told = draw_ways(stream, kPlaces, {{0, 1, along}, {1, 2, along}});
    Draft draft;
    for (const Way& way : told) draft.state(say(kLies, way, opposite(way.direction)));
    const Way asked = draw_way(stream, kPlaces, told);
    draft.ask(stream.coin() ? say(kWhatLies, asked, opposite(asked.direction)) : say(kOfWhat, asked, asked.direction),
              rooms[names[asked.from]], {line_of(told, asked.from, asked.to)});
    return draft.take();
  }
};

}  // namespace

std::unique_ptr<Teller> make_two_arg_relations(const Difficulty& difficulty) {
  return std::make_unique<TwoArgRelations>(difficulty);
}

}  // namespace memnet::babi
