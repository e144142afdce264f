// Task 15: what somebody is afraid of follows from what they are.
//   Mice are afraid of wolves. Gertrude is a mouse.  What is gertrude afraid of?  wolf
#include <array>

#include "tasks/babi/worlds/sampling.hpp"
#include "tasks/babi/worlds/story_generator.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kIsA = "{person} is a {animal}.";
constexpr std::string_view kFears = "{animals} are afraid of {others}.";
constexpr std::string_view kWhatFears = "What is {person} afraid of?";
constexpr int kKinds = 4, kQuestions = 4;

const Names kPersons = {"gertrude", "winona", "jessica", "emily"};
const Names kAnimals = {"mouse", "sheep", "wolf", "cat"};
const Names kPlurals = {"mice", "sheep", "wolves", "cats"};

class BasicDeduction : public Teller {
 public:
  explicit BasicDeduction(const Difficulty&)
      : Teller(Language({{"person", kPersons}, {"animal", kAnimals}, {"animals", kPlurals}, {"others", kPlurals}},
                        {kIsA, kFears, kWhatFears}, kAnimals)) {}

  // What an animal fears is told before anybody is said to be one.
  Story tell(RandomStream& stream) const override {
    std::array<int, kKinds> kind{}, feared{}, kind_line{}, fear_line{};  // line 0: not yet told
    Draft draft;
    for (int stated = 0; stated < 2 * kKinds;) {
      const bool about_person = stream.coin();
      const int person = stream.between(0, kKinds - 1), animal = stream.between(0, kKinds - 1);
      if (about_person && kind_line[person] == 0 && fear_line[animal] != 0) {
        kind[person] = animal;
        kind_line[person] = stated =
            draft.state(language().say(stream, kIsA, {{"person", kPersons[person]}, {"animal", kAnimals[animal]}}));
      } else if (!about_person && fear_line[animal] == 0) {
        feared[animal] = draw_other(stream, kKinds, {animal});
        fear_line[animal] = stated = draft.state(
            language().say(stream, kFears, {{"animals", kPlurals[animal]}, {"others", kPlurals[feared[animal]]}}));
      }
    }
    while (draft.questions() < kQuestions) {
      const int person = stream.between(0, kKinds - 1), animal = kind[person];
      draft.ask(language().say(stream, kWhatFears, {{"person", kPersons[person]}}), kAnimals[feared[animal]],
                {kind_line[person], fear_line[animal]});
    }
    return draft.take();
  }
};

}  // namespace

std::unique_ptr<Teller> make_basic_deduction(const Difficulty& difficulty) {
  return std::make_unique<BasicDeduction>(difficulty);
}

}  // namespace memnet::babi
