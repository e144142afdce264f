// Task 3: where an object was before it came to a room follows from who took it, and from two of their moves.
//   Mary got the milk. Mary went to the office. Mary moved to the garden.  Where was the milk before the garden? office
#include "tasks/babi/worlds/object_stories.hpp"
#include "tasks/babi/worlds/sampling.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kWhereWasObject = "Where was the {object} before the {room}?";

class ThreeSupportingFacts : public ObjectStories {
 public:
  explicit ThreeSupportingFacts(const Difficulty& difficulty)
      : ObjectStories(difficulty,
                      {.there = 0.2, .questions = {kWhereWasObject}, .answers = rooms(Cast::john, difficulty.rooms)}) {}

 private:
  // The moves with the object: those of its last holder, from taking it to putting it down.
  static std::vector<const Event*> carried(const std::vector<Event>& events, int object) {
    const std::size_t last = latest(events, object);
    if (events[last].action == Action::get) return moves_of(events, events[last].actor, last, events.size());
    std::size_t taken = last - 1;
    while (events[taken].object != object) --taken;
    return moves_of(events, events[last].actor, taken, last);
  }

  void ask(RandomStream& stream, ObjectStory& story) const override {
    const Event* recent = sample_recent(stream, story.events, [&](const Event& event) {
      return event.object >= 0 && carried(story.events, event.object).size() >= 2;
    });
    if (recent == nullptr) return;
    const std::vector<const Event*> moves = carried(story.events, recent->object);
    const int chosen = stream.between(1, static_cast<int>(moves.size()) - 1);
    // An object may come to a room more than once; the last time counts.
    std::size_t into = moves.size() - 1;
    while (moves[into]->room != moves[static_cast<std::size_t>(chosen)]->room) --into;
    const Event &to = *moves[into], &from = *moves[into - 1];
    story.builder.ask(
        templates().fill(stream, kWhereWasObject, {{"object", object(recent->object)}, {"room", room(to.room)}}),
        room(from.room), {story.events[latest(story.events, recent->object)].line, to.line, from.line});
  }
};

}  // namespace

std::unique_ptr<StoryGenerator> make_three_supporting_facts(const Difficulty& difficulty) {
  return std::make_unique<ThreeSupportingFacts>(difficulty);
}

}  // namespace memnet::babi
