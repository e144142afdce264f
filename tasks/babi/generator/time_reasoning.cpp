// Task 14: where people were at four times of the day, stated out of order.
//   Bill went to the school this morning. Yesterday Bill moved to the park.  Where was Bill before the school?  park
#include "memnet/base/error.hpp"
#include "tasks/babi/worlds/names.hpp"
#include "tasks/babi/worlds/sampling.hpp"
#include "tasks/babi/worlds/story_generator.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kTimeFirst = "{time} {actor} {move} to the {room}.";
constexpr std::string_view kTimeLast = "{actor} {move} to the {room} {time}.";
constexpr std::string_view kWhereWasActor = "Where was {actor} before the {room}?";
const Names kTimes = {"yesterday", "this morning", "this afternoon", "this evening"};

struct Visit {
  int actor;
  std::size_t time;
  int room;
  int line = 0;  // 0: not yet stated
};

class TimeReasoning : public StoryGenerator {
 public:
  explicit TimeReasoning(const Difficulty& difficulty)
      : StoryGenerator(Templates({{"actor", actors(Cast::fred, difficulty.actors)},
                                  {"move", kMoves},
                                  {"room", rooms(Cast::fred, difficulty.rooms)},
                                  {"time", kTimes}},
                                 {kTimeFirst, kTimeLast, kWhereWasActor}, rooms(Cast::fred, difficulty.rooms))),
        questions_(as_released(difficulty.questions, 5)),
        statements_(as_released(difficulty.statements, 2)) {
    const int actors = static_cast<int>(templates()["actor"].size());
    if (questions_ * statements_ > 3 * actors)
      fail(ErrorKind::usage,
           "babi: task 14 (time-reasoning) cannot ask {} questions, each after {} statements, about {} "
           "actors; questions times statements must not exceed three times the number of actors, because a day has "
           "only four times",
           questions_, statements_, actors);
  }

  StoryText generate(RandomStream& stream) const override {
    while (true) {
      StoryText story = attempt(stream);
      if (!story.empty()) return story;
    }
  }

 private:
  // Returns an empty story if no time of day was left for the last question.
  StoryText attempt(RandomStream& stream) const {
    const std::size_t actors = templates()["actor"].size(), rooms = templates()["room"].size();
    std::vector<Visit> visits;                         // in the order in which they are sampled
    std::vector<std::vector<std::size_t>> of(actors);  // of each actor: indices into `visits`
    std::vector<int> start(actors);
    for (int& room : start) room = sample_index(stream, rooms);
    std::size_t stated = 0;
    StoryBuilder builder;
    while (builder.questions() < questions_) {
      for (int i = 0; i < statements_; ++i) {
        std::vector<int> free;
        for (int actor = 0; actor < static_cast<int>(actors); ++actor)
          if (of[actor].size() < kTimes.size()) free.push_back(actor);
        if (free.empty()) return {};
        const int actor = sample_item(stream, free);
        const int before = of[actor].empty() ? start[actor] : visits[of[actor].back()].room;
        of[actor].push_back(visits.size());
        visits.push_back({actor, of[actor].size() - 1, sample_other_index(stream, rooms, {before})});
      }
      const Visit* recent = sample_recent(stream, visits, [](const Visit& visit) { return visit.time > 0; });
      if (recent == nullptr) continue;
      state(stream, builder, visits, stated);
      stated = visits.size();
      ask(stream, builder, visits, of[recent->actor], recent->room);
    }
    return builder.take();
  }

  // States the visits from `first` on in a random cyclic order (Sattolo), so that none keeps its place unless it is the
  // only one.
  void state(RandomStream& stream, StoryBuilder& builder, std::vector<Visit>& visits, std::size_t first) const {
    std::vector<Visit*> order;
    for (std::size_t i = first; i < visits.size(); ++i) order.push_back(&visits[i]);
    for (std::size_t i = order.size() - 1; i > 0; --i)
      std::swap(order[i], order[static_cast<std::size_t>(sample_index(stream, i))]);
    for (Visit* visit : order)
      visit->line = builder.state(templates().fill(stream, stream.coin() ? kTimeFirst : kTimeLast,
                                                   {{"actor", templates()["actor"][visit->actor]},
                                                    {"room", templates()["room"][visit->room]},
                                                    {"time", kTimes[visit->time]}}));
  }

  // If the person came to the room more than once, the last time counts.
  void ask(RandomStream& stream, StoryBuilder& builder, const std::vector<Visit>& visits,
           const std::vector<std::size_t>& of, int room) const {
    std::size_t last = of.size() - 1;
    while (visits[of[last]].room != room) --last;
    const Visit &to = visits[of[last]], &from = visits[of[last - 1]];
    builder.ask(templates().fill(stream, kWhereWasActor,
                                 {{"actor", templates()["actor"][to.actor]}, {"room", templates()["room"][room]}}),
                templates()["room"][from.room], {to.line, from.line});
  }

  int questions_, statements_;
};

}  // namespace

std::unique_ptr<StoryGenerator> make_time_reasoning(const Difficulty& difficulty) {
  return std::make_unique<TimeReasoning>(difficulty);
}

}  // namespace memnet::babi
