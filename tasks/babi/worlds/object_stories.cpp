#include "tasks/babi/worlds/object_stories.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kGo = "{actor} {move} to the {room}.";
constexpr std::string_view kGet = "{actor} {get} the {object}.", kGetThere = "{actor} {get} the {object} there.";
constexpr std::string_view kDrop = "{actor} {drop} the {object}.", kDropThere = "{actor} {drop} the {object} there.";
constexpr std::string_view kGive = "{actor} {give} the {object} to {receiver}.";
constexpr double kDropsThere = 0.2;  // how many of the drops say "there", in every task

Language language_of(const Difficulty& difficulty, const ObjectTeller::Manner& manner) {
  const Names people = actors(manner.cast, difficulty.actors);
  std::vector<Gap> gaps = {{"actor", people},
                           {"receiver", people},
                           {"move", kMoves},
                           {"get", kGets},
                           {"drop", kDrops},
                           {"give", kGives},
                           {"object", objects(difficulty.objects)},
                           {"room", rooms(manner.cast, difficulty.rooms)}};
  gaps.insert(gaps.end(), manner.gaps.begin(), manner.gaps.end());
  std::vector<std::string_view> sentences = {kGo, kGet, kGetThere, kDrop, kDropThere};
  if (manner.gives) sentences.push_back(kGive);
  sentences.insert(sentences.end(), manner.questions.begin(), manner.questions.end());
  return {std::move(gaps), std::move(sentences), manner.answers};
}

}  // namespace

ObjectTeller::ObjectTeller(const Difficulty& difficulty, Manner manner)
    : Teller(language_of(difficulty, manner)),
      gives_(manner.gives),
      there_(manner.there),
      questions_(as_released(difficulty.questions, 5)),
      statements_(as_released(difficulty.statements, 2)) {}

Story ObjectTeller::tell(RandomStream& stream) const {
  const auto count = [&](std::string_view gap) { return static_cast<int>(language()[gap].size()); };
  ObjectTale tale{.world = ObjectWorld(count("actor"), count("room"), count("object"), gives_, stream)};
  while (tale.draft.questions() < questions_) {
    for (int i = 0; i < statements_; ++i) {
      tale.events.push_back(tale.world.happen(stream));
      tale.events.back().line = state(stream, tale.draft, tale.events.back());
    }
    ask(stream, tale);
  }
  return tale.draft.take();
}

int ObjectTeller::state(RandomStream& stream, Draft& draft, const Event& event) const {
  const std::string& who = actor(event.actor);
  const auto tell = [&](std::string_view sentence, const Language::Fillings& fillings) {
    return draft.state(language().say(stream, sentence, fillings));
  };
  switch (event.action) {
    case Action::move: return tell(kGo, {{"actor", who}, {"room", room(event.room)}});
    case Action::get:
      return tell(stream.uniform() < there_ ? kGetThere : kGet, {{"actor", who}, {"object", object(event.object)}});
    case Action::drop:
      return tell(stream.uniform() < kDropsThere ? kDropThere : kDrop,
                  {{"actor", who}, {"object", object(event.object)}});
    default:
      return tell(kGive, {{"actor", who}, {"object", object(event.object)}, {"receiver", actor(event.receiver)}});
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
