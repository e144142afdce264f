// Task 6: is a person in a given room? Sentences about objects are distractors.
//   Sandra went to the kitchen.  Is Sandra in the kitchen?  yes
#include "tasks/babi/worlds/object_stories.hpp"
#include "tasks/babi/worlds/sampling.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kIsIn = "Is {actor} in the {room}?";

class YesNoQuestions : public ObjectStories {
 public:
  explicit YesNoQuestions(const Difficulty& difficulty)
      : ObjectStories(difficulty, {.questions = {kIsIn}, .answers = {"yes", "no"}}) {}

 private:
  void ask(RandomStream& stream, ObjectStory& story) const override {
    const Event* recent =
        sample_recent(stream, story.events, [](const Event& event) { return event.action == Action::move; });
    if (recent == nullptr) return;
    const Event& move = *moves_of(story.events, recent->actor, 0, story.events.size()).back();
    const bool yes = stream.coin();
    const int asked = yes ? move.room : sample_other_index(stream, templates()["room"].size(), {move.room});
    story.builder.ask(templates().fill(stream, kIsIn, {{"actor", actor(move.actor)}, {"room", room(asked)}}),
                      yes ? "yes" : "no", {move.line});
  }
};

}  // namespace

std::unique_ptr<StoryGenerator> make_yes_no_questions(const Difficulty& difficulty) {
  return std::make_unique<YesNoQuestions>(difficulty);
}

}  // namespace memnet::babi
