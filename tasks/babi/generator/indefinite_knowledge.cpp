// Task 10: it may be said that somebody is in one of two rooms.
//   Fred is either in the school or the park.  Is Fred in the park?  maybe
#include "tasks/babi/worlds/sampling.hpp"
#include "tasks/babi/worlds/uncertain_locations.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kEither = "{actor} is either in the {room} or the {other}.";

class IndefiniteKnowledge : public ClaimTeller {
 public:
  explicit IndefiniteKnowledge(const Difficulty& difficulty)
      : ClaimTeller(difficulty, Cast::fred, {kEither}, {"yes", "no", "maybe"}) {}

 private:
  // The released files do say "either in the park or the park" now and then, and so does this.
  Claim hint(RandomStream& stream, Draft& draft, const std::string& actor, int, int to) const override {
    int first = to, second = draw_place(stream, language()["room"].size());
    if (stream.coin()) std::swap(first, second);
    const int line = draft.state(
        language().say(stream, kEither, {{"actor", actor}, {"room", room(first)}, {"other", room(second)}}));
    return {Claim::either, first, second, line};
  }
};

}  // namespace

std::unique_ptr<Teller> make_indefinite_knowledge(const Difficulty& difficulty) {
  return std::make_unique<IndefiniteKnowledge>(difficulty);
}

}  // namespace memnet::babi
