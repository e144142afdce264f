// Task 13: two people go to a room, and then they go on to another.
//   Mary and Daniel went to the bathroom. Then they journeyed to the hallway.  Where is Daniel?  hallway
#include "tasks/babi/worlds/moving_actors.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kGo = "{actor} and {other} {move} to the {room}.";
constexpr std::string_view kGoOn = "{adverb} they {move} to the {room}.";

class CompoundCoreference : public WanderTeller {
 public:
  explicit CompoundCoreference(const Difficulty& difficulty) : WanderTeller(difficulty, {kGo, kGoOn}) {}

 private:
  int wander(RandomStream& stream, Draft& draft, Wanderers& wanderers) const override {
    wanderers.go(stream, draft, kGo, 2);
    wanderers.go_on(stream, draft, kGoOn);
    return 2;
  }
};

}  // namespace

std::unique_ptr<Teller> make_compound_coreference(const Difficulty& difficulty) {
  return std::make_unique<CompoundCoreference>(difficulty);
}

}  // namespace memnet::babi
