// Task 6: is somebody in that room? What they pick up and put down says nothing about it.
//   Sandra went to the kitchen.  Is Sandra in the kitchen?  yes
#include "tasks/babi/worlds/object_stories.hpp"
#include "tasks/babi/worlds/sampling.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kIsIn = "Is {actor} in the {room}?";

class YesNoQuestions : public ObjectTeller {
 public:
  explicit YesNoQuestions(const Difficulty& difficulty)
      : ObjectTeller(difficulty, {.questions = {kIsIn}, .answers = {"yes", "no"}}) {}

 private:
  void ask(RandomStream& stream, ObjectTale& tale) const override {
    const Event* drawn =
        draw_recent(stream, tale.events, [](const Event& event) { return event.action == Action::move; });
    if (drawn == nullptr) return;
    const Event& move = *moves_of(tale.events, drawn->actor, 0, tale.events.size()).back();
    const bool yes = stream.coin();
    const int asked = yes ? move.room : draw_other(stream, language()["room"].size(), {move.room});
    tale.draft.ask(language().say(stream, kIsIn, {{"actor", actor(move.actor)}, {"room", room(asked)}}),
                   yes ? "yes" : "no", {move.line});
  }
};

}  // namespace

std::unique_ptr<Teller> make_yes_no_questions(const Difficulty& difficulty) {
  return std::make_unique<YesNoQuestions>(difficulty);
}

}  // namespace memnet::babi
