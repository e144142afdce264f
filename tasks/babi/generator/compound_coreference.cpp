// Task 13: two people go to a room, and then they go on to another one.
//   Mary and Daniel went to the bathroom. Then they journeyed to the hallway.  Where is Daniel?  hallway
#include "tasks/babi/worlds/moving_actors.hpp"

namespace memnet::babi {

std::unique_ptr<StoryGenerator> make_compound_coreference(const Difficulty& difficulty) {
  return std::make_unique<MovingActors>(
      difficulty, MovingActors::Variant{.movers = 2,
                                        .move = "{actor} and {other} {move} to the {room}.",
                                        .move_on_by_pronoun = "{adverb} they {move} to the {room}."});
}

}  // namespace memnet::babi
