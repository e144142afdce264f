// Task 14: where people were at four times of the day, told out of order.
//   Bill went to the school this morning. Yesterday Bill moved to the park.  Where was Bill before the school?  park
#include "memnet/base/error.hpp"
#include "tasks/babi/worlds/names.hpp"
#include "tasks/babi/worlds/sampling.hpp"
#include "tasks/babi/worlds/story_generator.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kTimeFirst = "{time} {actor} {move} to the {room}.";
constexpr std::string_view kTimeLast = "{actor} {move} to the {room} {time}.";
constexpr std::string_view kWhereBefore = "Where was {actor} before the {room}?";
const Names kTimes = {"yesterday", "this morning", "this afternoon", "this evening"};

struct Visit {
  int actor;
  std::size_t time;
  int room;
  int line = 0;  // 0: not yet told
};

class TimeReasoning : public Teller {
 public:
  explicit TimeReasoning(const Difficulty& difficulty)
      : Teller(Language({{"actor", actors(Cast::fred, difficulty.actors)},
                         {"move", kMoves},
                         {"room", rooms(Cast::fred, difficulty.rooms)},
                         {"time", kTimes}},
                        {kTimeFirst, kTimeLast, kWhereBefore}, rooms(Cast::fred, difficulty.rooms))),
        questions_(as_released(difficulty.questions, 5)),
        statements_(as_released(difficulty.statements, 2)) {
    const int actors = static_cast<int>(language()["actor"].size());
    if (questions_ * statements_ > 3 * actors)
      fail(ErrorKind::usage,
           "babi: task 14 (time-reasoning) cannot ask {} questions, each after {} statements, about {} "
           "actors; questions times statements may be three times the actors at most, as a day has four times alone",
           questions_, statements_, actors);
  }

  Story tell(RandomStream& stream) const override {
    while (true) {
      Story story = attempt(stream);
      if (!story.empty()) return story;
    }
  }

 private:
  // A story, or an empty one where there was no time left for the last question.
  Story attempt(RandomStream& stream) const {
    const std::size_t actors = language()["actor"].size(), rooms = language()["room"].size();
    std::vector<Visit> visits;                         // in the order in which they are thought of
    std::vector<std::vector<std::size_t>> of(actors);  // the places in `visits` of each actor's
    std::vector<int> start(actors);
    for (int& room : start) room = draw_place(stream, rooms);
    std::size_t told = 0;
    Draft draft;
    while (draft.questions() < questions_) {
      for (int i = 0; i < statements_; ++i) {
        std::vector<int> free;
        for (int actor = 0; actor < static_cast<int>(actors); ++actor)
          if (of[actor].size() < kTimes.size()) free.push_back(actor);
        if (free.empty()) return {};
        const int actor = draw(stream, free);
        const int before = of[actor].empty() ? start[actor] : visits[of[actor].back()].room;
        of[actor].push_back(visits.size());
        visits.push_back({actor, of[actor].size() - 1, draw_other(stream, rooms, {before})});
      }
      const Visit* drawn = draw_recent(stream, visits, [](const Visit& visit) { return visit.time > 0; });
      if (drawn == nullptr) continue;
      state(stream, draft, visits, told);
      told = visits.size();
      ask(stream, draft, visits, of[drawn->actor], drawn->room);
    }
    return draft.take();
  }

  // Tells the visits from `first` on in an order in which none is where it was, except where it is the only one: a
  // random cycle (Sattolo).
  void state(RandomStream& stream, Draft& draft, std::vector<Visit>& visits, std::size_t first) const {
    std::vector<Visit*> order;
    for (std::size_t i = first; i < visits.size(); ++i) order.push_back(&visits[i]);
    for (std::size_t i = order.size() - 1; i > 0; --i)
      std::swap(order[i], order[static_cast<std::size_t>(draw_place(stream, i))]);
    for (Visit* visit : order)
      visit->line = draft.state(language().say(stream, stream.coin() ? kTimeFirst : kTimeLast,
                                               {{"actor", language()["actor"][visit->actor]},
                                                {"room", language()["room"][visit->room]},
                                                {"time", kTimes[visit->time]}}));
  }

  // Who came to a room more than once is asked about the last time.
  void ask(RandomStream& stream, Draft& draft, const std::vector<Visit>& visits, const std::vector<std::size_t>& of,
           int room) const {
    std::size_t last = of.size() - 1;
    while (visits[of[last]].room != room) --last;
    const Visit &to = visits[of[last]], &from = visits[of[last - 1]];
    draft.ask(language().say(stream, kWhereBefore,
                             {{"actor", language()["actor"][to.actor]}, {"room", language()["room"][room]}}),
              language()["room"][from.room], {to.line, from.line});
  }

  int questions_, statements_;
};

}  // namespace

std::unique_ptr<Teller> make_time_reasoning(const Difficulty& difficulty) {
  return std::make_unique<TimeReasoning>(difficulty);
}

}  // namespace memnet::babi
