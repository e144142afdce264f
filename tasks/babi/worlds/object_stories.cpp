#include "tasks/babi/worlds/object_stories.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kGoTo = "{actor} {move} to the {room}.";
constexpr std::string_view kGet = "{actor} {get} the {object}.", kGetThere = "{actor} {get} the {object} there.";
constexpr std::string_view kDrop = "{actor} {drop} the {object}.", kDropThere = "{actor} {drop} the {object} there.";
constexpr std::string_view kGive = "{actor} {give} the {object} to {receiver}.";
constexpr double kDropsThere = 0.2;  // the fraction of sentences about putting an object down that end with "there"

Templates templates_of(const Difficulty& difficulty, const ObjectStories::Variant& variant) {
  const Names people = actors(variant.cast, difficulty.actors);
  std::vector<Gap> gaps = {{"actor", people},
                           {"receiver", people},
                           {"move", kMoves},
                           {"get", kGets},
                           {"drop", kDrops},
                           {"give", kGives},
                           {"object", objects(difficulty.objects)},
                           {"room", rooms(variant.cast, difficulty.rooms)}};
  gaps.insert(gaps.end(), variant.gaps.begin(), variant.gaps.end());
  std::vector<std::string_view> sentences = {kGoTo, kGet, kGetThere, kDrop, kDropThere};
  if (variant.gives) sentences.push_back(kGive);
  sentences.insert(sentences.end(), variant.questions.begin(), variant.questions.end());
  return {std::move(gaps), std::move(sentences), variant.answers};
}

}  // namespace

ObjectStories::ObjectStories(const Difficulty& difficulty, Variant variant)
    : StoryGenerator(templates_of(difficulty, variant)),
      gives_(variant.gives),
      there_(variant.there),
      questions_(as_released(difficulty.questions, 5)),
      statements_(as_released(difficulty.statements, 2)) {}

StoryText ObjectStories::generate(RandomStream& stream) const {
  const auto count = [&](std::string_view gap) { return static_cast<int>(templates()[gap].size()); };
  ObjectStory story{.world = ObjectWorld(count("actor"), count("room"), count("object"), gives_, stream)};
  while (story.builder.questions() < questions_) {
    for (int i = 0; i < statements_; ++i) {
      story.events.push_back(story.world.next(stream));
      story.events.back().line = state_event(stream, story.builder, story.events.back());
    }
    ask(stream, story);
  }
  return story.builder.take();
}

int ObjectStories::state_event(RandomStream& stream, StoryBuilder& builder, const Event& event) const {
  const std::string& who = actor(event.actor);
  const auto state = [&](std::string_view sentence, const Templates::Fillings& fillings) {
    return builder.state(templates().fill(stream, sentence, fillings));
  };
  switch (event.action) {
    case Action::move: return state(kGoTo, {{"actor", who}, {"room", room(event.room)}});
    case Action::get:
      return state(stream.uniform() < there_ ? kGetThere : kGet, {{"actor", who}, {"object", object(event.object)}});
    case Action::drop:
      return state(stream.uniform() < kDropsThere ? kDropThere : kDrop,
                   {{"actor", who}, {"object", object(event.object)}});
    default:
      return state(kGive, {{"actor", who}, {"object", object(event.object)}, {"receiver", actor(event.receiver)}});
  }
}

std::size_t latest(const std::vector<Event>& events, int object) {
  std::size_t i = events.size() - 1;
  while (events[i].object != object) --i;
  return i;
}

std::vector<const Event*> moves_of(const std::vector<Event>& events, int actor, std::size_t from, std::size_t to) {
  std::vector<const Event*> moves;
  for (std::size_t i = from; i < to; ++i)
    if (events[i].action == Action::move && events[i].actor == actor) moves.push_back(&events[i]);
  return moves;
}

}  // namespace memnet::babi
