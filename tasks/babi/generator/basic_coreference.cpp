// Task 11: a person goes to a room, and then he or she goes on to another one.
//   Daniel moved to the office. Afterwards he moved to the hallway.  Where is Daniel?  hallway
#include "tasks/babi/worlds/moving_actors.hpp"

namespace memnet::babi {

std::unique_ptr<StoryGenerator> make_basic_coreference(const Difficulty& difficulty) {
  return std::make_unique<MovingActors>(
      difficulty, MovingActors::Variant{.movers = 1,
                                        .move = "{actor} {move} to the {room}.",
                                        .move_on_by_pronoun = "{adverb} {pronoun} {move} to the {room}."});
}

}  // namespace memnet::babi
