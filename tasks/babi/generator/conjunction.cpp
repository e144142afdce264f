// Task 12: people go from room to room, two at a time.
//   Mary and Daniel travelled to the bathroom.  Where is Daniel?  bathroom
#include "tasks/babi/worlds/moving_actors.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kGo = "{actor} and {other} {move} to the {room}.";

class Conjunction : public WanderTeller {
 public:
  explicit Conjunction(const Difficulty& difficulty) : WanderTeller(difficulty, {kGo}) {}

 private:
  int wander(RandomStream& stream, Draft& draft, Wanderers& wanderers) const override {
    wanderers.go(stream, draft, kGo, 2);
    return 1;
  }
};

}  // namespace

std::unique_ptr<Teller> make_conjunction(const Difficulty& difficulty) {
  return std::make_unique<Conjunction>(difficulty);
}

}  // namespace memnet::babi
