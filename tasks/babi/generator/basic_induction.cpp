// Task 16: the color of an animal follows from others of its kind.
//   Lily is a frog. Bernhard is a frog. Bernhard is green.  What color is Lily?  green
#include <algorithm>
#include <array>

#include "tasks/babi/worlds/sampling.hpp"
#include "tasks/babi/worlds/story_generator.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kIsA = "{person} is a {animal}.";
constexpr std::string_view kHasColor = "{person} is {color}.";
constexpr std::string_view kWhatColor = "What color is {person}?";

const Names kIndividuals = {"Lily", "Bernhard", "Greg", "Julius", "Brian"};
const Names kSpecies = {"swan", "lion", "frog", "rhino"};
const Names kColors = {"gray", "white", "yellow", "green"};

constexpr int kNone = -1;

struct Individual {
  int animal = kNone, animal_line = 0;
  int color = kNone, color_line = 0;
  int likely_color = kNone;  // that of the individual of its kind whose color was stated last
};
using Group = std::array<Individual, 5>;

class BasicInduction : public StoryGenerator {
 public:
  explicit BasicInduction(const Difficulty&)
      : StoryGenerator(Templates({{"person", kIndividuals}, {"animal", kSpecies}, {"color", kColors}},
                                 {kIsA, kHasColor, kWhatColor}, kColors)) {}

  StoryText generate(RandomStream& stream) const override {
    while (true) {
      StoryBuilder builder;
      const Group group = introduce(stream, builder);
      if (ask(stream, builder, group)) return builder.take();
    }
  }

 private:
  // States the kind of each individual, and the colors of all but one.
  Group introduce(RandomStream& stream, StoryBuilder& builder) const {
    Group group;
    const std::size_t all = group.size() + group.size() - 1;
    std::size_t colors = 0;
    for (std::size_t stated = 0; stated < all;) {
      const std::size_t number = static_cast<std::size_t>(sample_index(stream, group.size()));
      Individual& one = group[number];
      const std::string& name = kIndividuals[number];
      if (stream.coin()) {
        if (one.animal != kNone) continue;
        one.animal = sample_index(stream, kSpecies.size());
        one.animal_line =
            builder.state(templates().fill(stream, kIsA, {{"person", name}, {"animal", kSpecies[one.animal]}}));
      } else {
        if (one.animal == kNone || one.color != kNone || colors == group.size() - 1) continue;
        one.color = one.likely_color != kNone ? one.likely_color : sample_index(stream, kColors.size());
        one.color_line =
            builder.state(templates().fill(stream, kHasColor, {{"person", name}, {"color", kColors[one.color]}}));
        for (Individual& other : group)
          if (other.animal == one.animal && other.color == kNone) other.likely_color = one.color;
        ++colors;
      }
      ++stated;
    }
    return group;
  }

  // Asks for the color that was not stated: it is the color of the individual of the same kind that was introduced
  // last. Returns false if the kind has no other individual or two: no released story is like that, so another one is
  // tried.
  bool ask(RandomStream& stream, StoryBuilder& builder, const Group& group) const {
    const Individual& asked = *std::ranges::find(group, kNone, &Individual::color);
    const Individual* model = nullptr;
    int others = 0;
    for (const Individual& one : group) {
      if (&one == &asked || one.animal != asked.animal) continue;
      ++others;
      if (model == nullptr || one.animal_line > model->animal_line) model = &one;
    }
    if (others == 0 || others == 2) return false;
    builder.ask(
        templates().fill(stream, kWhatColor, {{"person", kIndividuals[static_cast<std::size_t>(&asked - &group[0])]}}),
        kColors[model->color], {asked.animal_line, model->animal_line, model->color_line});
    return true;
  }
};

}  // namespace

std::unique_ptr<StoryGenerator> make_basic_induction(const Difficulty& difficulty) {
  return std::make_unique<BasicInduction>(difficulty);
}

}  // namespace memnet::babi
