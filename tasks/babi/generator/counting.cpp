// Task 7: how many things somebody carries who picks them up, puts them down, gives them away and is given them.
//   Mary took the football there.  How many objects is Mary carrying?  one
#include "tasks/babi/worlds/object_stories.hpp"
#include "tasks/babi/worlds/sampling.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kHowMany = "How many objects is {actor} carrying?";

Names numbers_to(std::size_t most) {
  Names numbers = {"none", "one", "two", "three", "four", "five", "six", "seven", "eight"};
  numbers.resize(most + 1);
  return numbers;
}

class Counting : public ObjectTeller {
 public:
  explicit Counting(const Difficulty& difficulty)
      : ObjectTeller(
            difficulty,
            {.gives = true, .questions = {kHowMany}, .answers = numbers_to(objects(difficulty.objects).size())}),
        numbers_(numbers_to(objects(difficulty.objects).size())) {}

 private:
  void ask(RandomStream& stream, ObjectTale& tale) const override {
    const Event* drawn = draw_recent(stream, tale.events, [](const Event& event) { return event.object >= 0; });
    if (drawn == nullptr) return;
    const int who = drawn->actor;
    std::size_t carried = 0;
    for (int i = 0; i < static_cast<int>(language()["object"].size()); ++i)
      carried += tale.world.carries(who, i) ? 1 : 0;
    std::vector<int> lines;
    for (const Event& event : tale.events)
      if (event.object >= 0 && (event.actor == who || event.receiver == who)) lines.push_back(event.line);
    tale.draft.ask(language().say(stream, kHowMany, {{"actor", actor(who)}}), numbers_[carried], lines);
  }

  Names numbers_;
};

}  // namespace

std::unique_ptr<Teller> make_counting(const Difficulty& difficulty) { return std::make_unique<Counting>(difficulty); }

}  // namespace memnet::babi
