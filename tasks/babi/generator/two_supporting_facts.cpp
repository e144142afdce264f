// Task 2: where a thing is follows from who took it, and from where they went.
//   Mary got the football there. Mary went back to the garden.  Where is the football?  garden
#include "tasks/babi/worlds/object_stories.hpp"
#include "tasks/babi/worlds/sampling.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kWhere = "Where is the {object}?";

class TwoSupportingFacts : public ObjectTeller {
 public:
  explicit TwoSupportingFacts(const Difficulty& difficulty)
      : ObjectTeller(difficulty, {.questions = {kWhere}, .answers = rooms(Cast::john, difficulty.rooms)}) {}

 private:
  // The move that says where the object is: the last one before it was put down, or else one after it was taken. Where
  // it was taken is not told for certain, and so is not asked for. Null if there is no such move.
  static const Event* arrival(const std::vector<Event>& events, int object) {
    const std::size_t last = latest(events, object);
    const bool held = events[last].action == Action::get;
    const auto moves = moves_of(events, events[last].actor, held ? last : 0, held ? events.size() : last);
    return moves.empty() ? nullptr : moves.back();
  }

  void ask(RandomStream& stream, ObjectTale& tale) const override {
    const Event* drawn = draw_recent(stream, tale.events, [&](const Event& event) {
      return event.object >= 0 && arrival(tale.events, event.object) != nullptr;
    });
    if (drawn == nullptr) return;
    const Event* move = arrival(tale.events, drawn->object);
    tale.draft.ask(language().say(stream, kWhere, {{"object", object(drawn->object)}}), room(move->room),
                   {tale.events[latest(tale.events, drawn->object)].line, move->line});
  }
};

}  // namespace

std::unique_ptr<Teller> make_two_supporting_facts(const Difficulty& difficulty) {
  return std::make_unique<TwoSupportingFacts>(difficulty);
}

}  // namespace memnet::babi
