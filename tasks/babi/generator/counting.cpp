// Task 7: how many objects a person carries, after picking up, putting down, giving and receiving.
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

class Counting : public ObjectStories {
 public:
  explicit Counting(const Difficulty& difficulty)
      : ObjectStories(
            difficulty,
            {.gives = true, .questions = {kHowMany}, .answers = numbers_to(objects(difficulty.objects).size())}),
        numbers_(numbers_to(objects(difficulty.objects).size())) {}

 private:
  void ask(RandomStream& stream, ObjectStory& story) const override {
    const Event* recent = sample_recent(stream, story.events, [](const Event& event) { return event.object >= 0; });
    if (recent == nullptr) return;
    const int who = recent->actor;
    std::size_t carried = 0;
    for (int i = 0; i < static_cast<int>(templates()["object"].size()); ++i)
      carried += story.world.carries(who, i) ? 1 : 0;
    std::vector<int> lines;
    for (const Event& event : story.events)
      if (event.object >= 0 && (event.actor == who || event.receiver == who)) lines.push_back(event.line);
    story.builder.ask(templates().fill(stream, kHowMany, {{"actor", actor(who)}}), numbers_[carried], lines);
  }

  Names numbers_;
};

}  // namespace

std::unique_ptr<StoryGenerator> make_counting(const Difficulty& difficulty) {
  return std::make_unique<Counting>(difficulty);
}

}  // namespace memnet::babi
