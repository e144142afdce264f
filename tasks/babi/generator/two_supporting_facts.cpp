// Task 2: where an object is follows from who took it, and from where they went.
//   Mary got the football there. Mary went back to the garden.  Where is the football?  garden
#include "tasks/babi/worlds/object_stories.hpp"
#include "tasks/babi/worlds/sampling.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kWhere = "Where is the {object}?";

class TwoSupportingFacts : public ObjectStories {
 public:
  explicit TwoSupportingFacts(const Difficulty& difficulty)
      : ObjectStories(difficulty, {.questions = {kWhere}, .answers = rooms(Cast::john, difficulty.rooms)}) {}

 private:
  // The move that says where the object is: if it was put down, the last move before that; else the last move since it
  // was taken. Null if there is no such move, for the story may not say where an object was taken.
  static const Event* arrival(const std::vector<Event>& events, int object) {
    const std::size_t last = latest(events, object);
    const bool held = events[last].action == Action::get;
    const auto moves = moves_of(events, events[last].actor, held ? last : 0, held ? events.size() : last);
    return moves.empty() ? nullptr : moves.back();
  }

  void ask(RandomStream& stream, ObjectStory& story) const override {
    const Event* recent = sample_recent(stream, story.events, [&](const Event& event) {
      return event.object >= 0 && arrival(story.events, event.object) != nullptr;
    });
    if (recent == nullptr) return;
    const Event* move = arrival(story.events, recent->object);
    story.builder.ask(templates().fill(stream, kWhere, {{"object", object(recent->object)}}), room(move->room),
                      {story.events[latest(story.events, recent->object)].line, move->line});
  }
};

}  // namespace

std::unique_ptr<StoryGenerator> make_two_supporting_facts(const Difficulty& difficulty) {
  return std::make_unique<TwoSupportingFacts>(difficulty);
}

}  // namespace memnet::babi
