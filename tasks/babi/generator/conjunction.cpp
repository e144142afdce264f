// Task 12: people go from room to room, two at a time.
//   Mary and Daniel travelled to the bathroom.  Where is Daniel?  bathroom
#include "tasks/babi/worlds/moving_actors.hpp"

namespace memnet::babi {

std::unique_ptr<StoryGenerator> make_conjunction(const Difficulty& difficulty) {
  return std::make_unique<MovingActors>(
      difficulty, MovingActors::Variant{.movers = 2, .move = "{actor} and {other} {move} to the {room}."});
}

}  // namespace memnet::babi
