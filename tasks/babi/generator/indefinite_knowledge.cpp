// Task 10: sentences may say that a person is in one of two rooms.
//   Fred is either in the school or the park.  Is Fred in the park?  maybe
#include "tasks/babi/worlds/sampling.hpp"
#include "tasks/babi/worlds/uncertain_locations.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kEither = "{actor} is either in the {room} or the {other}.";

class IndefiniteKnowledge : public UncertainLocations {
 public:
  explicit IndefiniteKnowledge(const Difficulty& difficulty)
      : UncertainLocations(difficulty, Cast::fred, {kEither}, {"yes", "no", "maybe"}) {}

 private:
  // The two rooms may be the same: the released files, too, sometimes say "either in the park or the park".
  Claim uncertain_claim(RandomStream& stream, StoryBuilder& builder, const std::string& actor, int,
                        int to) const override {
    int first = to, second = sample_index(stream, templates()["room"].size());
    if (stream.coin()) std::swap(first, second);
    const int line = builder.state(
        templates().fill(stream, kEither, {{"actor", actor}, {"room", room(first)}, {"other", room(second)}}));
    return {Claim::either, first, second, line};
  }
};

}  // namespace

std::unique_ptr<StoryGenerator> make_indefinite_knowledge(const Difficulty& difficulty) {
  return std::make_unique<IndefiniteKnowledge>(difficulty);
}

}  // namespace memnet::babi
