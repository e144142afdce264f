// Task 17: two shapes next to a third; is one of them above, below, left or right of the other?
//   The triangle is above the pink rectangle. The blue square is to the left of the triangle.
//   Is the pink rectangle to the right of the blue square?  yes
#include "tasks/babi/worlds/grid.hpp"
#include "tasks/babi/worlds/sampling.hpp"
#include "tasks/babi/worlds/story_generator.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kShapeLies = "The {shape} is {relation} the {other}.";
constexpr std::string_view kLiesIt = "Is the {shape} {relation} the {other}?";
constexpr int kShapesInStory = 3, kQuestions = 8;

const Names kShapes = {"triangle", "pink rectangle", "blue square", "red sphere", "red square", "yellow square"};
const Names kRelations = {"above", "to the right of", "below", "to the left of"};  // in the order of Direction

// True if the shape on side `a` of the middle lies in that direction from the shape on side `b`. Example: if `a` is
// above the middle and `b` is to its right, then `a` is both above `b` and to the left of it.
bool lies(Direction a, Direction b, Direction direction) {
  return a != b && (a == direction || b == opposite(direction));
}

class PositionalReasoning : public StoryGenerator {
 public:
  explicit PositionalReasoning(const Difficulty&)
      : StoryGenerator(Templates({{"shape", kShapes}, {"other", kShapes}, {"relation", kRelations}},
                                 {kShapeLies, kLiesIt}, {"yes", "no"})) {}

  StoryText generate(RandomStream& stream) const override {
    const std::vector<int> shapes = sample_indices(stream, static_cast<int>(kShapes.size()), kShapesInStory);
    const auto say = [&](std::string_view sentence, int shape, Direction direction, int other) {
      return templates().fill(stream, sentence,
                              {{"shape", kShapes[shapes[shape]]},
                               {"relation", kRelations[static_cast<int>(direction)]},
                               {"other", kShapes[shapes[other]]}});
    };
    // Place 0 is the middle, and 1 and 2 lie on two of its sides.
    const std::vector<int> sides = sample_indices(stream, 4, 2);
    const Direction side[kShapesInStory] = {{}, kDirections[sides[0]], kDirections[sides[1]]};
    const std::vector<Link> links = sample_links(stream, kShapesInStory, {{0, 1, side[1]}, {0, 2, side[2]}});
    StoryBuilder builder;
    for (const Link& link : links) builder.state(say(kShapeLies, link.to, link.direction, link.from));
    while (builder.questions() < kQuestions) {
      const int shape = stream.between(1, 2), other = 3 - shape;
      const bool yes = stream.coin();
      std::vector<Direction> directions;
      for (const Direction direction : kDirections)
        if (lies(side[shape], side[other], direction) == yes) directions.push_back(direction);
      builder.ask(say(kLiesIt, shape, sample_item(stream, directions), other), yes ? "yes" : "no",
                  {line_of(links, 0, shape), line_of(links, 0, other)});
    }
    return builder.take();
  }
};

}  // namespace

std::unique_ptr<StoryGenerator> make_positional_reasoning(const Difficulty& difficulty) {
  return std::make_unique<PositionalReasoning>(difficulty);
}

}  // namespace memnet::babi
