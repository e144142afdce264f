// Task 15: what an animal is afraid of follows from its kind.
//   Mice are afraid of wolves. Gertrude is a mouse.  What is gertrude afraid of?  wolf
#include <array>

#include "tasks/babi/worlds/sampling.hpp"
#include "tasks/babi/worlds/story_generator.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kPersonIsA = "{person} is a {animal}.";
constexpr std::string_view kFears = "{animals} are afraid of {others}.";
constexpr std::string_view kWhatFears = "What is {person} afraid of?";
constexpr int kKinds = 4, kQuestionsAsked = 4;

const Names kPersons = {"gertrude", "winona", "jessica", "emily"};
const Names kAnimals = {"mouse", "sheep", "wolf", "cat"};
const Names kPlurals = {"mice", "sheep", "wolves", "cats"};

class BasicDeduction : public StoryGenerator {
 public:
  explicit BasicDeduction(const Difficulty&)
      : StoryGenerator(
            Templates({{"person", kPersons}, {"animal", kAnimals}, {"animals", kPlurals}, {"others", kPlurals}},
                      {kPersonIsA, kFears, kWhatFears}, kAnimals)) {}

  // A story says what a kind of animal fears before it says that an individual is of that kind.
  StoryText generate(RandomStream& stream) const override {
    std::array<int, kKinds> kind{}, feared{}, kind_line{}, fear_line{};  // line 0: not yet stated
    StoryBuilder builder;
    for (int stated = 0; stated < 2 * kKinds;) {
      const bool about_person = stream.coin();
      const int person = stream.between(0, kKinds - 1), animal = stream.between(0, kKinds - 1);
      if (about_person && kind_line[person] == 0 && fear_line[animal] != 0) {
        kind[person] = animal;
        kind_line[person] = stated = builder.state(
            templates().fill(stream, kPersonIsA, {{"person", kPersons[person]}, {"animal", kAnimals[animal]}}));
      } else if (!about_person && fear_line[animal] == 0) {
        feared[animal] = sample_other_index(stream, kKinds, {animal});
        fear_line[animal] = stated = builder.state(
            templates().fill(stream, kFears, {{"animals", kPlurals[animal]}, {"others", kPlurals[feared[animal]]}}));
      }
    }
    while (builder.questions() < kQuestionsAsked) {
      const int person = stream.between(0, kKinds - 1), animal = kind[person];
      builder.ask(templates().fill(stream, kWhatFears, {{"person", kPersons[person]}}), kAnimals[feared[animal]],
                  {kind_line[person], fear_line[animal]});
    }
    return builder.take();
  }
};

}  // namespace

std::unique_ptr<StoryGenerator> make_basic_deduction(const Difficulty& difficulty) {
  return std::make_unique<BasicDeduction>(difficulty);
}

}  // namespace memnet::babi
