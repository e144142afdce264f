#include "tasks/babi/worlds/moving_actors.hpp"

#include "tasks/babi/worlds/sampling.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kWhere = "Where is {actor}?";

std::vector<std::string_view> sentences_of(const MovingActors::Variant& variant) {
  if (variant.move_on_by_pronoun.empty()) return {variant.move, kWhere};
  return {variant.move, variant.move_on_by_pronoun, kWhere};
}

// One story while it is generated.
class Movements {
 public:
  Movements(const Templates& templates, const std::vector<Person>& people, RandomStream& stream)
      : templates_(templates), people_(people), stream_(stream), room_(people.size()), lines_(people.size()) {
    for (int& room : room_) room = sample_index(stream_, templates_["room"].size());
  }

  // Chooses so many people, who will move together.
  void choose(int count) {
    movers_ = sample_indices(stream_, static_cast<int>(people_.size()), count);
    for (const int person : movers_) lines_[person].clear();
  }

  // They go to a room where none of them is.
  void move(std::string_view sentence) {
    const Person &first = people_[movers_.front()], &last = people_[movers_.back()];
    const int room =
        sample_other_index(stream_, templates_["room"].size(), {room_[movers_.front()], room_[movers_.back()]});
    const int line = builder_.state(templates_.fill(
        stream_, sentence,
        {{"actor", first.name}, {"other", last.name}, {"pronoun", first.pronoun}, {"room", templates_["room"][room]}}));
    for (const int person : movers_) {
      room_[person] = room;
      lines_[person].push_back(line);
      mentioned_.push_back(person);
    }
  }

  // Where is one of those who moved recently?
  void ask() {
    const int person = *sample_recent(stream_, mentioned_, [](int) { return true; });
    builder_.ask(templates_.fill(stream_, kWhere, {{"actor", people_[person].name}}), templates_["room"][room_[person]],
                 lines_[person]);
  }

  int questions() const { return builder_.questions(); }
  StoryText take() { return builder_.take(); }

 private:
  const Templates& templates_;
  const std::vector<Person>& people_;
  RandomStream& stream_;
  StoryBuilder builder_;
  std::vector<int> room_;                // of each person; the story does not say where they start
  std::vector<std::vector<int>> lines_;  // of each person: the lines from which the room follows
  std::vector<int> movers_;              // the people who moved last
  std::vector<int> mentioned_;           // the person of each clause
};

}  // namespace

MovingActors::MovingActors(const Difficulty& difficulty, Variant variant)
    : StoryGenerator(Templates({{"actor", actors(Cast::john, difficulty.actors)},
                                {"other", actors(Cast::john, difficulty.actors)},
                                {"pronoun", {"he", "she"}},
                                {"adverb", kAdverbs},
                                {"move", kMoves},
                                {"room", rooms(Cast::john, difficulty.rooms)}},
                               sentences_of(variant), rooms(Cast::john, difficulty.rooms))),
      variant_(variant),
      people_(people(Cast::john, difficulty.actors)),
      questions_(as_released(difficulty.questions, 5)),
      statements_(as_released(difficulty.statements, 2)) {}

StoryText MovingActors::generate(RandomStream& stream) const {
  Movements movements(templates(), people_, stream);
  while (movements.questions() < questions_) {
    for (int stated = 0; stated < statements_; ++stated) {
      movements.choose(variant_.movers);
      movements.move(variant_.move);
      if (variant_.move_on_by_pronoun.empty()) continue;
      movements.move(variant_.move_on_by_pronoun);
      ++stated;
    }
    movements.ask();
  }
  return movements.take();
}

}  // namespace memnet::babi
