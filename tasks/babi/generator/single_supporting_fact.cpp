// Task 1: people go from room to room, one at a time.
//   Mary moved to the bathroom.  Where is Mary?  bathroom
#include "tasks/babi/worlds/moving_actors.hpp"

namespace memnet::babi {

std::unique_ptr<StoryGenerator> make_single_supporting_fact(const Difficulty& difficulty) {
  return std::make_unique<MovingActors>(difficulty,
                                        MovingActors::Variant{.movers = 1, .move = "{actor} {move} to the {room}."});
}

}  // namespace memnet::babi
