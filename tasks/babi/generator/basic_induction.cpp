// Task 16: what colour somebody is follows from others of their kind.
//   Lily is a frog. Bernhard is a frog. Bernhard is green.  What color is Lily?  green
#include <algorithm>
#include <array>

#include "tasks/babi/worlds/sampling.hpp"
#include "tasks/babi/worlds/story_generator.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kIsA = "{person} is a {animal}.";
constexpr std::string_view kIs = "{person} is {colour}.";
constexpr std::string_view kWhatColour = "What color is {person}?";

const Names kPersons = {"Lily", "Bernhard", "Greg", "Julius", "Brian"};
const Names kAnimals = {"swan", "lion", "frog", "rhino"};
const Names kColours = {"gray", "white", "yellow", "green"};

constexpr int kNone = -1;

struct Individual {
  int animal = kNone, animal_line = 0;
  int colour = kNone, colour_line = 0;
  int likely_colour = kNone;  // that of the last one of its kind whose colour was told
};
using Group = std::array<Individual, 5>;

class BasicInduction : public Teller {
 public:
  explicit BasicInduction(const Difficulty&)
      : Teller(Language({{"person", kPersons}, {"animal", kAnimals}, {"colour", kColours}}, {kIsA, kIs, kWhatColour},
                        kColours)) {}

  Story tell(RandomStream& stream) const override {
    while (true) {
      Draft draft;
      const Group group = introduce(stream, draft);
      if (ask(stream, draft, group)) return draft.take();
    }
  }

 private:
  // Tells what each of them is, and the colours of all but one.
  Group introduce(RandomStream& stream, Draft& draft) const {
    Group group;
    const std::size_t all = group.size() + group.size() - 1;
    std::size_t colours = 0;
    for (std::size_t told = 0; told < all;) {
      const std::size_t number = static_cast<std::size_t>(draw_place(stream, group.size()));
      Individual& one = group[number];
      const std::string& name = kPersons[number];
      if (stream.coin()) {
        if (one.animal != kNone) continue;
        one.animal = draw_place(stream, kAnimals.size());
        one.animal_line =
            draft.state(language().say(stream, kIsA, {{"person", name}, {"animal", kAnimals[one.animal]}}));
      } else {
        if (one.animal == kNone || one.colour != kNone || colours == group.size() - 1) continue;
        one.colour = one.likely_colour != kNone ? one.likely_colour : draw_place(stream, kColours.size());
        one.colour_line =
            draft.state(language().say(stream, kIs, {{"person", name}, {"colour", kColours[one.colour]}}));
        for (Individual& other : group)
          if (other.animal == one.animal && other.colour == kNone) other.likely_colour = one.colour;
        ++colours;
      }
      ++told;
    }
    return group;
  }

  // Asks for the colour that was not told: it is that of the one of its kind who was introduced last. In the released
  // stories its kind never has none or two others, and they are told anew here too.
  bool ask(RandomStream& stream, Draft& draft, const Group& group) const {
    const Individual& asked = *std::ranges::find(group, kNone, &Individual::colour);
    const Individual* model = nullptr;
    int others = 0;
    for (const Individual& one : group) {
      if (&one == &asked || one.animal != asked.animal) continue;
      ++others;
      if (model == nullptr || one.animal_line > model->animal_line) model = &one;
    }
    if (others == 0 || others == 2) return false;
    draft.ask(language().say(stream, kWhatColour, {{"person", kPersons[static_cast<std::size_t>(&asked - &group[0])]}}),
              kColours[model->colour], {asked.animal_line, model->animal_line, model->colour_line});
    return true;
  }
};

}  // namespace

std::unique_ptr<Teller> make_basic_induction(const Difficulty& difficulty) {
  return std::make_unique<BasicInduction>(difficulty);
}

}  // namespace memnet::babi
