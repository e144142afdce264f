// Task 17: two shapes beside a third; how do they lie to each other?
//   The triangle is above the pink rectangle. The blue square is to the left of the triangle.
//   Is the pink rectangle to the right of the blue square?  yes
#include "tasks/babi/worlds/grid.hpp"
#include "tasks/babi/worlds/sampling.hpp"
#include "tasks/babi/worlds/story_generator.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kLies = "The {shape} is {relation} the {other}.";
constexpr std::string_view kLiesIt = "Is the {shape} {relation} the {other}?";
constexpr int kPlaces = 3, kQuestions = 8;

const Names kShapes = {"triangle", "pink rectangle", "blue square", "red sphere", "red square", "yellow square"};
const Names kRelations = {"above", "to the right of", "below", "to the left of"};  // in the order of Direction

// Does what lies on side `a` of the middle lie in that direction from what lies on side `b`? Only what is further that
// way does: of two neighbours across a corner, two directions are right.
bool lies(Direction a, Direction b, Direction direction) {
  return a != b && (a == direction || b == opposite(direction));
}

class PositionalReasoning : public Teller {
 public:
  explicit PositionalReasoning(const Difficulty&)
      : Teller(Language({{"shape", kShapes}, {"other", kShapes}, {"relation", kRelations}}, {kLies, kLiesIt},
                        {"yes", "no"})) {}

  Story tell(RandomStream& stream) const override {
    const std::vector<int> shapes = draw_places(stream, static_cast<int>(kShapes.size()), kPlaces);
    const auto say = [&](std::string_view sentence, int shape, Direction direction, int other) {
      return language().say(stream, sentence,
                            {{"shape", kShapes[shapes[shape]]},
                             {"relation", kRelations[static_cast<int>(direction)]},
                             {"other", kShapes[shapes[other]]}});
    };
    // Place 0 is the middle, and 1 and 2 lie on two of its sides.
    const std::vector<int> sides = draw_places(stream, 4, 2);
    const Direction side[kPlaces] = {{}, kDirections[sides[0]], kDirections[sides[1]]};
    const std::vector<Way> told = draw_ways(stream, kPlaces, {{0, 1, side[1]}, {0, 2, side[2]}});
    Draft draft;
    for (const Way& way : told) draft.state(say(kLies, way.to, way.direction, way.from));
    while (draft.questions() < kQuestions) {
      const int shape = stream.between(1, 2), other = 3 - shape;
      const bool yes = stream.coin();
      std::vector<Direction> directions;
      for (const Direction direction : kDirections)
        if (lies(side[shape], side[other], direction) == yes) directions.push_back(direction);
      draft.ask(say(kLiesIt, shape, draw(stream, directions), other), yes ? "yes" : "no",
                {line_of(told, 0, shape), line_of(told, 0, other)});
    }
    return draft.take();
  }
};

}  // namespace

std::unique_ptr<Teller> make_positional_reasoning(const Difficulty& difficulty) {
  return std::make_unique<PositionalReasoning>(difficulty);
}

}  // namespace memnet::babi
