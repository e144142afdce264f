// Task 20: a feeling makes people go to a room and take an object there.
//   Sumit is tired.  Where will sumit go?  bedroom
#include <array>

#include "tasks/babi/worlds/names.hpp"
#include "tasks/babi/worlds/sampling.hpp"
#include "tasks/babi/worlds/story_generator.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kFeels = "{person} is {feeling}.", kWhereGo = "Where will {person} go?";
constexpr std::string_view kGoes = "{person} {move} to the {room}.", kWhyGo = "Why did {person} go to the {room}?";
constexpr std::string_view kTakes = "{person} {get} the {object} there.",
                           kWhyGet = "Why did {person} get the {object}?";

const Names kAgents = {"sumit", "yann", "jason", "antoine"};
const Names kFeelings = {"hungry", "thirsty", "bored", "tired"};
const Names kRooms = {"kitchen", "kitchen", "garden", "bedroom"};     // where each feeling makes them go
const Names kThingsTaken = {"apple", "milk", "football", "pajamas"};  // and what they take there

Names rooms_and_feelings() {
  Names names = kRooms;
  names.insert(names.end(), kFeelings.begin(), kFeelings.end());
  return names;
}

struct Agent {
  int feeling;
  int step = 0;  // 0: feels, 1: goes, 2: takes
  int line = 0;  // of the statement about the feeling
};

class AgentsMotivations : public StoryGenerator {
 public:
  explicit AgentsMotivations(const Difficulty&)
      : StoryGenerator(Templates({{"person", kAgents},
                                  {"feeling", kFeelings},
                                  {"move", kMoves},
                                  {"room", kRooms},
                                  {"get", kGets},
                                  {"object", kThingsTaken}},
                                 {kFeels, kWhereGo, kGoes, kWhyGo, kTakes, kWhyGet}, rooms_and_feelings())) {}

  // The story ends when no step is left. Each object is taken at most once.
  StoryText generate(RandomStream& stream) const override {
    std::vector<Agent> agents;
    for (std::size_t i = 0; i < kAgents.size(); ++i) agents.push_back({sample_index(stream, kFeelings.size())});
    std::vector<bool> taken(kThingsTaken.size());
    StoryBuilder builder;
    while (true) {
      std::vector<std::size_t> able;
      for (std::size_t i = 0; i < agents.size(); ++i)
        if (agents[i].step < 2 || (agents[i].step == 2 && !taken[agents[i].feeling])) able.push_back(i);
      if (able.empty()) return builder.take();
      const std::size_t next = sample_item(stream, able);
      if (agents[next].step == 2) taken[agents[next].feeling] = true;
      act(stream, builder, kAgents[next], agents[next]);
    }
  }

 private:
  // States one step and asks about it at once.
  void act(RandomStream& stream, StoryBuilder& builder, const std::string& person, Agent& agent) const {
    const std::string &feeling = kFeelings[agent.feeling], &room = kRooms[agent.feeling];
    const auto say = [&](std::string_view sentence) {
      return templates().fill(
          stream, sentence,
          {{"person", person}, {"feeling", feeling}, {"room", room}, {"object", kThingsTaken[agent.feeling]}});
    };
    switch (agent.step++) {
      case 0:
        agent.line = builder.state(say(kFeels));
        builder.ask(say(kWhereGo), room, {agent.line});
        break;
      case 1:
        builder.state(say(kGoes));
        builder.ask(say(kWhyGo), feeling, {agent.line});
        break;
      default: builder.state(say(kTakes)); builder.ask(say(kWhyGet), feeling, {agent.line});
    }
  }
};

}  // namespace

std::unique_ptr<StoryGenerator> make_agents_motivations(const Difficulty& difficulty) {
  return std::make_unique<AgentsMotivations>(difficulty);
}

}  // namespace memnet::babi
