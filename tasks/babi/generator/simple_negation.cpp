// Task 9: sentences may say that a person is not in a room, instead of where they are.
//   Mary is no longer in the bedroom.  Is Mary in the bedroom?  no
#include "tasks/babi/worlds/uncertain_locations.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kIsNot = "{actor} is not in the {room}.";
constexpr std::string_view kNoLonger = "{actor} is no longer in the {room}.";

class SimpleNegation : public UncertainLocations {
 public:
  explicit SimpleNegation(const Difficulty& difficulty)
      : UncertainLocations(difficulty, Cast::john, {kIsNot, kNoLonger}, {"yes", "no"}) {}

 private:
  Claim uncertain_claim(RandomStream& stream, StoryBuilder& builder, const std::string& actor, int from,
                        int) const override {
    const std::string_view sentence = stream.coin() ? kIsNot : kNoLonger;
    const int line = builder.state(templates().fill(stream, sentence, {{"actor", actor}, {"room", room(from)}}));
    return {Claim::is_not, from, from, line};
  }
};

}  // namespace

std::unique_ptr<StoryGenerator> make_simple_negation(const Difficulty& difficulty) {
  return std::make_unique<SimpleNegation>(difficulty);
}

}  // namespace memnet::babi
