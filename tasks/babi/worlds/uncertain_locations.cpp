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

ClaimTeller::ClaimTeller(const Difficulty& difficulty, Cast cast, std::vector<std::string_view> sentences,
                         Names answers)
    : Teller(Language({{"actor", actors(cast, difficulty.actors)},
                       {"move", kMoves},
                       {"room", rooms(cast, difficulty.rooms)},
                       {"other", rooms(cast, difficulty.rooms)}},
                      with_plain(std::move(sentences)), std::move(answers))),
      questions_(as_released(difficulty.questions, 5)),
      statements_(as_released(difficulty.statements, 2)) {}

Story ClaimTeller::tell(RandomStream& stream) const {
  const Names &actors = language()["actor"], &rooms = language()["room"];
  std::vector<int> where(actors.size());  // they are; where they start is never told
  for (int& room : where) room = draw_place(stream, rooms.size());
  std::vector<Claim> last(actors.size());
  std::vector<int> told;  // whom each sentence was about
  Draft draft;
  while (draft.questions() < questions_) {
    for (int i = 0; i < statements_; ++i) {
      const int actor = draw_place(stream, actors.size());
      const int from = where[actor], to = where[actor] = draw_other(stream, rooms.size(), {from});
      last[actor] = claim(stream, draft, actors[actor], from, to);
      told.push_back(actor);
    }
    const int asked = *draw_recent(stream, told, [](int) { return true; });
    ask(stream, draft, actors[asked], last[asked], where[asked]);
  }
  return draft.take();
}

Claim ClaimTeller::claim(RandomStream& stream, Draft& draft, const std::string& actor, int from, int to) const {
  const int manner = stream.between(0, 3);
  if (manner == 0) return hint(stream, draft, actor, from, to);
  const std::string_view sentence = manner == 1 ? kIs : kGo;
  return {Claim::is, to, to, draft.state(language().say(stream, sentence, {{"actor", actor}, {"room", room(to)}}))};
}

// Half of the questions are about the room where they are, half about another one; where only a room is known in which
// they are not, it is that one.
void ClaimTeller::ask(RandomStream& stream, Draft& draft, const std::string& actor, const Claim& claim,
                      int where) const {
  const bool open = claim.kind != Claim::is_not;
  const int asked = !open ? claim.room : stream.coin() ? where : draw_other(stream, language()["room"].size(), {where});
  const bool possible = open && (asked == claim.room || asked == claim.other_room);
  draft.ask(language().say(stream, kIsIt, {{"actor", actor}, {"room", room(asked)}}),
            !possible                     ? "no"
            : claim.kind == Claim::either ? "maybe"
                                          : "yes",
            {claim.line});
}

}  // namespace memnet::babi
