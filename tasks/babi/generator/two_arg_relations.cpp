// Task 4: three rooms in a row; which one lies on a given side of another?
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

class TwoArgRelations : public StoryGenerator {
 public:
  explicit TwoArgRelations(const Difficulty& difficulty)
      : StoryGenerator(Templates({{"room", rooms(Cast::john, difficulty.rooms)},
                                  {"other", rooms(Cast::john, difficulty.rooms)},
                                  {"direction", {"north", "east", "south", "west"}}},
                                 {kLies, kWhatLies, kOfWhat}, rooms(Cast::john, difficulty.rooms))) {}

  StoryText generate(RandomStream& stream) const override {
    const Names& rooms = templates()["room"];
    const std::vector<int> names = sample_indices(stream, static_cast<int>(rooms.size()), kPlaces);
    const auto say = [&](std::string_view sentence, const Link& link, Direction direction) {
      return templates().fill(
          stream, sentence,
          {{"room", rooms[names[link.from]]}, {"other", rooms[names[link.to]]}, {"direction", name_of(direction)}});
    };
    const Direction along = sample_direction(stream);
    const std::vector<Link> links = sample_links(stream, kPlaces, {{0, 1, along}, {1, 2, along}});
    StoryBuilder builder;
    for (const Link& link : links) builder.state(say(kLies, link, opposite(link.direction)));
    const Link asked = sample_link(stream, kPlaces, links);
    builder.ask(stream.coin() ? say(kWhatLies, asked, opposite(asked.direction)) : say(kOfWhat, asked, asked.direction),
                rooms[names[asked.from]], {line_of(links, asked.from, asked.to)});
    return builder.take();
  }
};

}  // namespace

std::unique_ptr<StoryGenerator> make_two_arg_relations(const Difficulty& difficulty) {
  return std::make_unique<TwoArgRelations>(difficulty);
}

}  // namespace memnet::babi
