#include "tasks/babi/worlds/uncertain_locations.hpp"

#include "tasks/babi/worlds/sampling.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kGo = "{actor} {move} to the {room}.";
constexpr std::string_view kIs = "{actor} is in the {room}.";
constexpr std::string_view kIsIt = "Is {actor} in the {room}?";

std::vector<std::string_view> with_plain(std::vector<std::string_view> sentences) {
  sentences.insert(sentences.end(), {kGo, kIs, kIsIt});
  return sentences;
}

}  // namespace

UncertainLocations::UncertainLocations(const Difficulty& difficulty, Cast cast, std::vector<std::string_view> sentences,
                                       Names answers)
    : StoryGenerator(Templates({{"actor", actors(cast, difficulty.actors)},
                                {"move", kMoves},
                                {"room", rooms(cast, difficulty.rooms)},
                                {"other", rooms(cast, difficulty.rooms)}},
                               with_plain(std::move(sentences)), std::move(answers))),
      questions_(as_released(difficulty.questions, 5)),
      statements_(as_released(difficulty.statements, 2)) {}

StoryText UncertainLocations::generate(RandomStream& stream) const {
  const Names &actors = templates()["actor"], &rooms = templates()["room"];
  std::vector<int> where(actors.size());  // the room of each person; the story does not say where they start
  for (int& room : where) room = sample_index(stream, rooms.size());
  std::vector<Claim> last(actors.size());
  std::vector<int> mentioned;  // the person of each sentence
  StoryBuilder builder;
  while (builder.questions() < questions_) {
    for (int i = 0; i < statements_; ++i) {
      const int actor = sample_index(stream, actors.size());
      const int from = where[actor], to = where[actor] = sample_other_index(stream, rooms.size(), {from});
      last[actor] = claim(stream, builder, actors[actor], from, to);
      mentioned.push_back(actor);
    }
    const int asked = *sample_recent(stream, mentioned, [](int) { return true; });
    ask(stream, builder, actors[asked], last[asked], where[asked]);
  }
  return builder.take();
}

Claim UncertainLocations::claim(RandomStream& stream, StoryBuilder& builder, const std::string& actor, int from,
                                int to) const {
  const int variant = stream.between(0, 3);
  if (variant == 0) return uncertain_claim(stream, builder, actor, from, to);
  const std::string_view sentence = variant == 1 ? kIs : kGo;
  return {Claim::is, to, to, builder.state(templates().fill(stream, sentence, {{"actor", actor}, {"room", room(to)}}))};
}

// Half of the questions are about the room in which the person is, half about another one. If the story only says in
// which room they are not, the question is about that room.
void UncertainLocations::ask(RandomStream& stream, StoryBuilder& builder, const std::string& actor, const Claim& claim,
                             int where) const {
  const bool open = claim.kind != Claim::is_not;
  const int asked = !open           ? claim.room
                    : stream.coin() ? where
                                    : sample_other_index(stream, templates()["room"].size(), {where});
  const bool possible = open && (asked == claim.room || asked == claim.other_room);
  builder.ask(templates().fill(stream, kIsIt, {{"actor", actor}, {"room", room(asked)}}),
              !possible                     ? "no"
              : claim.kind == Claim::either ? "maybe"
                                            : "yes",
              {claim.line});
}

}  // namespace memnet::babi
