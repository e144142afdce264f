// Task 11: somebody goes to a room, and then he or she goes on to another.
//   Daniel moved to the office. Afterwards he moved to the hallway.  Where is Daniel?  hallway
#include "tasks/babi/worlds/moving_actors.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kGo = "{actor} {move} to the {room}.";
constexpr std::string_view kGoOn = "{adverb} {pronoun} {move} to the {room}.";

class BasicCoreference : public WanderTeller {
 public:
  explicit BasicCoreference(const Difficulty& difficulty) : WanderTeller(difficulty, {kGo, kGoOn}) {}

 private:
  int wander(RandomStream& stream, Draft& draft, Wanderers& wanderers) const override {
    wanderers.go(stream, draft, kGo, 1);
    wanderers.go_on(stream, draft, kGoOn);
    return 2;
  }
};

}  // namespace

std::unique_ptr<Teller> make_basic_coreference(const Difficulty& difficulty) {
  return std::make_unique<BasicCoreference>(difficulty);
}

}  // namespace memnet::babi
