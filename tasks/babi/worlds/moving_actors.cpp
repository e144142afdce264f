#include "tasks/babi/worlds/moving_actors.hpp"

#include <algorithm>

#include "tasks/babi/worlds/sampling.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kWhere = "Where is {actor}?";

std::vector<std::string_view> with_question(std::vector<std::string_view> sentences) {
  sentences.push_back(kWhere);
  return sentences;
}

}  // namespace

Wanderers::Wanderers(const Language& language, const std::vector<Person>& people, RandomStream& stream)
    : language_(language), people_(people), room_(people.size()), lines_(people.size()) {
  for (int& room : room_) room = draw_place(stream, language["room"].size());
}

void Wanderers::go(RandomStream& stream, Draft& draft, std::string_view sentence, int count) {
  going_ = draw_places(stream, static_cast<int>(people_.size()), count);
  for (const int person : going_) lines_[person].clear();
  move(stream, draft, sentence);
}

void Wanderers::go_on(RandomStream& stream, Draft& draft, std::string_view sentence) { move(stream, draft, sentence); }

void Wanderers::move(RandomStream& stream, Draft& draft, std::string_view sentence) {
  const Person &first = people_[going_.front()], &last = people_[going_.back()];
  const int room = draw_other(stream, language_["room"].size(), {room_[going_.front()], room_[going_.back()]});
  const int line = draft.state(language_.say(
      stream, sentence,
      {{"actor", first.name}, {"other", last.name}, {"pronoun", first.pronoun}, {"room", language_["room"][room]}}));
  for (const int person : going_) {
    room_[person] = room;
    lines_[person].push_back(line);
    told_.push_back(person);
  }
}

void Wanderers::ask(RandomStream& stream, Draft& draft) const {
  const int person = *draw_recent(stream, told_, [](int) { return true; });
  draft.ask(language_.say(stream, kWhere, {{"actor", people_[person].name}}), language_["room"][room_[person]],
            lines_[person]);
}

WanderTeller::WanderTeller(const Difficulty& difficulty, std::vector<std::string_view> sentences)
    : Teller(Language({{"actor", actors(Cast::john, difficulty.actors)},
                       {"other", actors(Cast::john, difficulty.actors)},
                       {"pronoun", {"he", "she"}},
                       {"adverb", kAdverbs},
                       {"move", kMoves},
                       {"room", rooms(Cast::john, difficulty.rooms)}},
                      with_question(std::move(sentences)), rooms(Cast::john, difficulty.rooms))),
      people_(people(Cast::john, difficulty.actors)),
      questions_(as_released(difficulty.questions, 5)),
      statements_(as_released(difficulty.statements, 2)) {}

Story WanderTeller::tell(RandomStream& stream) const {
  Draft draft;
  Wanderers wanderers(language(), people_, stream);
  while (draft.questions() < questions_) {
    for (int told = 0; told < statements_;) told += wander(stream, draft, wanderers);
    wanderers.ask(stream, draft);
  }
  return draft.take();
}

}  // namespace memnet::babi
