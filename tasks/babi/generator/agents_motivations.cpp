// Task 20: what people feel makes them go somewhere, and take something there.
//   Sumit is tired.  Where will sumit go?  bedroom
#include <array>

#include "tasks/babi/worlds/names.hpp"
#include "tasks/babi/worlds/sampling.hpp"
#include "tasks/babi/worlds/story_generator.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kIs = "{person} is {feeling}.", kWhere = "Where will {person} go?";
constexpr std::string_view kGoes = "{person} {move} to the {room}.", kWhyGo = "Why did {person} go to the {room}?";
constexpr std::string_view kTakes = "{person} {get} the {object} there.",
                           kWhyGet = "Why did {person} get the {object}?";

const Names kPersons = {"sumit", "yann", "jason", "antoine"};
const Names kFeelings = {"hungry", "thirsty", "bored", "tired"};
const Names kRooms = {"kitchen", "kitchen", "garden", "bedroom"};  // where each feeling leads
const Names kObjects = {"apple", "milk", "football", "pajamas"};   // and what for

Names rooms_and_feelings() {
  Names names = kRooms;
  names.insert(names.end(), kFeelings.begin(), kFeelings.end());
  return names;
}

struct Agent {
  int feeling;
  int step = 0;  // feels, goes, gets
  int line = 0;  // that says what they feel
};

class AgentsMotivations : public Teller {
 public:
  explicit AgentsMotivations(const Difficulty&)
      : Teller(Language({{"person", kPersons},
                         {"feeling", kFeelings},
                         {"move", kMoves},
                         {"room", kRooms},
                         {"get", kGets},
                         {"object", kObjects}},
                        {kIs, kWhere, kGoes, kWhyGo, kTakes, kWhyGet}, rooms_and_feelings())) {}

  // Ends when nobody has anything left to do: a thing is taken once.
  Story tell(RandomStream& stream) const override {
    std::vector<Agent> agents;
    for (std::size_t i = 0; i < kPersons.size(); ++i) agents.push_back({draw_place(stream, kFeelings.size())});
    std::vector<bool> taken(kObjects.size());
    Draft draft;
    while (true) {
      std::vector<std::size_t> able;
      for (std::size_t i = 0; i < agents.size(); ++i)
        if (agents[i].step < 2 || (agents[i].step == 2 && !taken[agents[i].feeling])) able.push_back(i);
      if (able.empty()) return draft.take();
      const std::size_t next = draw(stream, able);
      if (agents[next].step == 2) taken[agents[next].feeling] = true;
      act(stream, draft, kPersons[next], agents[next]);
    }
  }

 private:
  // Each step is told, and asked about at once.
  void act(RandomStream& stream, Draft& draft, const std::string& person, Agent& agent) const {
    const std::string &feeling = kFeelings[agent.feeling], &room = kRooms[agent.feeling];
    const auto say = [&](std::string_view sentence) {
      return language().say(
          stream, sentence,
          {{"person", person}, {"feeling", feeling}, {"room", room}, {"object", kObjects[agent.feeling]}});
    };
    switch (agent.step++) {
      case 0:
        agent.line = draft.state(say(kIs));
        draft.ask(say(kWhere), room, {agent.line});
        break;
      case 1:
        draft.state(say(kGoes));
        draft.ask(say(kWhyGo), feeling, {agent.line});
        break;
      default: draft.state(say(kTakes)); draft.ask(say(kWhyGet), feeling, {agent.line});
    }
  }
};

}  // namespace

std::unique_ptr<Teller> make_agents_motivations(const Difficulty& difficulty) {
  return std::make_unique<AgentsMotivations>(difficulty);
}

}  // namespace memnet::babi
