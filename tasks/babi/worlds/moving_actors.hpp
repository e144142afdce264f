// Tasks 1, 11, 12 and 13: people go from room to room, and questions ask where they are. The tasks differ only in how
// many people move together, and in whether a second sentence follows that names them by a pronoun.
#pragma once

#include <string_view>
#include <vector>

#include "tasks/babi/worlds/names.hpp"
#include "tasks/babi/worlds/story_generator.hpp"

namespace memnet::babi {

class MovingActors : public StoryGenerator {
 public:
  struct Variant {
    int movers = 1;                            // how many people go to a room together
    std::string_view move;                     // the sentence that names them: {actor} and, for two, {other}
    std::string_view move_on_by_pronoun = {};  // a second move, with {pronoun} or "they"; empty: there is none
  };
  MovingActors(const Difficulty& difficulty, Variant variant);

  StoryText generate(RandomStream& stream) const override;

 private:
  Variant variant_;
  std::vector<Person> people_;
  int questions_, statements_;
};

}  // namespace memnet::babi
