// Task 1: people go from room to room, one at a time.
//   Mary moved to the bathroom.  Where is Mary?  bathroom
#include "tasks/babi/worlds/moving_actors.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kGo = "{actor} {move} to the {room}.";

class SingleSupportingFact : public WanderTeller {
 public:
  explicit SingleSupportingFact(const Difficulty& difficulty) : WanderTeller(difficulty, {kGo}) {}

 private:
  int wander(RandomStream& stream, Draft& draft, Wanderers& wanderers) const override {
    wanderers.go(stream, draft, kGo, 1);
    return 1;
  }
};

}  // namespace

std::unique_ptr<Teller> make_single_supporting_fact(const Difficulty& difficulty) {
  return std::make_unique<SingleSupportingFact>(difficulty);
}

}  // namespace memnet::babi
