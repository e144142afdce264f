// Task 18: which thing fits in which follows from how both compare with a third.
//   The box fits inside the chest. The suitcase is bigger than the chest.  Does the box fit in the suitcase?  yes
#include <algorithm>

#include "tasks/babi/worlds/sampling.hpp"
#include "tasks/babi/worlds/story_generator.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kFits = "The {small} fits inside the {big}.",
                           kBigger = "The {big} is bigger than the {small}.";
constexpr std::string_view kFitsIt = "Does the {small} fit in the {big}?";
constexpr std::string_view kBiggerIt = "Is the {big} bigger than the {small}?";

// The first two are always the smallest ones, in this order; how the others compare is drawn for each story.
const Names kThings = {"chocolate", "box of chocolates", "box", "chest", "suitcase", "container"};
constexpr int kAlwaysSmall = 2;
constexpr std::size_t kRecent = 5;  // statements that are asked about

// A statement about two things, by size.
struct Comparison {
  int big, small;
  int line;

  bool compares(int thing) const { return big == thing || small == thing; }
};

// One side of a comparison, from which another one may lead on to a third thing.
struct Side {
  Comparison comparison;
  bool to_smaller;

  int link() const { return to_smaller ? comparison.small : comparison.big; }
};

class SizeReasoning : public Teller {
 public:
  explicit SizeReasoning(const Difficulty& difficulty)
      : Teller(Language({{"small", kThings}, {"big", kThings}}, {kFits, kBigger, kFitsIt, kBiggerIt}, {"yes", "no"})),
        questions_(as_released(difficulty.questions, 5)),
        statements_(as_released(difficulty.statements, 5)) {}

  Story tell(RandomStream& stream) const override {
    const int all = static_cast<int>(kThings.size());
    Names things(kThings.begin(), kThings.begin() + kAlwaysSmall);  // smallest first
    for (const int i : draw_places(stream, all - kAlwaysSmall, all - kAlwaysSmall))
      things.push_back(kThings[static_cast<std::size_t>(kAlwaysSmall + i)]);
    std::vector<Side> told;
    Draft draft;
    while (draft.questions() == 0) {
      for (int i = 0; i < statements_; ++i) {
        const std::vector<int> two = draw_places(stream, all, 2);
        const auto [small, big] = std::minmax(two[0], two[1]);
        const int line = draft.state(
            language().say(stream, stream.coin() ? kFits : kBigger, {{"small", things[small]}, {"big", things[big]}}));
        for (const bool to_smaller : {false, true}) told.push_back({{big, small, line}, to_smaller});
      }
      for (int i = 0; i < questions_; ++i) ask(stream, draft, things, told);
    }
    return draft.take();
  }

 private:
  // Asks nothing where no side of late leads on.
  void ask(RandomStream& stream, Draft& draft, const Names& things, const std::vector<Side>& told) const {
    const auto leads_on = [&](const Side& side) { return next(told, side) != nullptr; };
    const Side* drawn = draw_recent(stream, told, leads_on, 2 * kRecent);
    if (drawn == nullptr) return;
    const Side one = last_of_its_kind(told, *drawn);
    const Comparison& other = *next(told, one);
    // "Yes" is for those who start at the bigger one.
    const std::string& first = things[one.to_smaller ? one.comparison.big : one.comparison.small];
    const std::string& last = things[one.to_smaller ? other.small : other.big];
    draft.ask(language().say(stream, stream.coin() ? kFitsIt : kBiggerIt, {{"small", last}, {"big", first}}),
              one.to_smaller ? "yes" : "no", {one.comparison.line, other.line});
  }

  // The same thing may have been said more than once.
  static Side last_of_its_kind(const std::vector<Side>& told, const Side& side) {
    Side last = side;
    for (const Side& later : told)
      if (later.comparison.big == side.comparison.big && later.comparison.small == side.comparison.small)
        last.comparison = later.comparison;
    return last;
  }

  // The comparison that leads on: it has to be the first one of all with that thing. Null where that one leads back.
  static const Comparison* next(const std::vector<Side>& told, const Side& side) {
    const Side one = last_of_its_kind(told, side);
    const int link = one.link();
    for (const Side& other : told) {
      if (other.comparison.line == one.comparison.line || !other.comparison.compares(link)) continue;
      const bool onwards = one.to_smaller ? other.comparison.big == link : other.comparison.small == link;
      return onwards ? &other.comparison : nullptr;
    }
    return nullptr;
  }

  int questions_, statements_;
};

}  // namespace

std::unique_ptr<Teller> make_size_reasoning(const Difficulty& difficulty) {
  return std::make_unique<SizeReasoning>(difficulty);
}

}  // namespace memnet::babi
