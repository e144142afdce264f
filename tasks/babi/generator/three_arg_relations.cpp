// Task 5: people give things to each other.
//   Bill gave the football to Fred.  What did Bill give to Fred?  football  Who received the football?  Fred
#include "tasks/babi/worlds/object_stories.hpp"
#include "tasks/babi/worlds/sampling.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kWhatGiven = "What did {actor} give to {receiver}?";
constexpr std::string_view kWho = "Who gave the {object}?", kWhoTo = "Who gave the {object} to {receiver}?";
constexpr std::string_view kReceived = "Who received the {object}?", kToWhom = "Who did {actor} give the {object} to?";

Names people_and_things(const Difficulty& difficulty) {
  Names names = actors(Cast::mary, difficulty.actors);
  for (std::string& object : objects(difficulty.objects)) names.push_back(std::move(object));
  return names;
}

class ThreeArgRelations : public ObjectStories {
 public:
  explicit ThreeArgRelations(const Difficulty& difficulty)
      : ObjectStories(difficulty, {.cast = Cast::mary,
                                   .gives = true,
                                   .questions = {kWhatGiven, kWho, kWhoTo, kReceived, kToWhom},
                                   .answers = people_and_things(difficulty)}) {}

 private:
  void ask(RandomStream& stream, ObjectStory& story) const override {
    const auto gives = [](const Event& event) { return event.action == Action::give; };
    const Event* recent = sample_recent(stream, story.events, gives);
    if (recent == nullptr) return;
    const Event& last = last_give(story.events, [&](const Event& event) { return event.object == recent->object; });
    const auto ask = [&](std::string_view question, const std::string& answer, int line) {
      story.builder.ask(
          templates().fill(
              stream, question,
              {{"actor", actor(last.actor)}, {"receiver", actor(last.receiver)}, {"object", object(last.object)}}),
          answer, {line});
    };
    switch (stream.between(0, 5)) {
      case 0: return ask(kWho, actor(last.actor), last.line);
      case 1: return ask(kWhoTo, actor(last.actor), last.line);
      case 2: return ask(kReceived, actor(last.receiver), last.line);
      case 3: return ask(kToWhom, actor(last.receiver), last.line);
    }
    // If the same two people have exchanged another object since then, that object is the answer.
    const Event& between = last_give(
        story.events, [&](const Event& event) { return event.actor == last.actor && event.receiver == last.receiver; });
    ask(kWhatGiven, object(between.object), between.line);
  }

  template <class Predicate>
  static const Event& last_give(const std::vector<Event>& events, Predicate wanted) {
    std::size_t i = events.size() - 1;
    while (events[i].action != Action::give || !wanted(events[i])) --i;
    return events[i];
  }
};

}  // namespace

std::unique_ptr<StoryGenerator> make_three_arg_relations(const Difficulty& difficulty) {
  return std::make_unique<ThreeArgRelations>(difficulty);
}

}  // namespace memnet::babi
