// Task 18: which thing fits in which follows from how both compare with a third.
//   The box fits inside the chest. The suitcase is bigger than the chest.  Does the box fit in the suitcase?  yes
#include <algorithm>

#include "tasks/babi/draws.hpp"
#include "tasks/babi/teller.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kFits = "The {small} fits inside the {big}.",
                           kBigger = "The {big} is bigger than the {small}.";
constexpr std::string_view kFitsIt = "Does the {small} fit in the {big}?";
constexpr std::string_view kBiggerIt = "Is the {big} bigger than the {small}?";

// The first two are always the smallest ones, in this order; how the others compare is drawn for each story.
const Names kThings = {"chocolate", "box of chocolates", "box", "chest", "suitcase", "container"};
constexpr int kAlwaysSmall = 2;

// Of the two, by size.
struct Comparison {
  int big, small;
  int line;

  // Together they compare what neither compares alone.
  bool chains_with(const Comparison& other) const { return big == other.small || small == other.big; }
};

class SizeReasoning : public Teller {
 public:
  explicit SizeReasoning(const Difficulty& difficulty)
      : Teller(Language({{"small", kThings}, {"big", kThings}}, {kFits, kBigger, kFitsIt, kBiggerIt}, {"yes", "no"})),
        questions_(as_released(difficulty.questions, 5)),
        statements_(as_released(difficulty.statements, 5)) {}

  Story tell(Stream& stream) const override {
    const int all = static_cast<int>(kThings.size());
    Names things(kThings.begin(), kThings.begin() + kAlwaysSmall);  // smallest first
    for (const int i : draw_places(stream, all - kAlwaysSmall, all - kAlwaysSmall))
      things.push_back(kThings[static_cast<std::size_t>(kAlwaysSmall + i)]);
    std::vector<Comparison> told;
    Draft draft;
    while (draft.questions() == 0) {
      for (int i = 0; i < statements_; ++i) {
        const std::vector<int> two = draw_places(stream, all, 2);
        const auto [small, big] = std::minmax(two[0], two[1]);
        const int line = draft.state(
            language().say(stream, stream.coin() ? kFits : kBigger, {{"small", things[small]}, {"big", things[big]}}));
        told.push_back({big, small, line});
      }
      for (int i = 0; i < questions_; ++i) ask(stream, draft, things, told);
    }
    return draft.take();
  }

 private:
  // Asks nothing where no comparison of late chains with another.
  void ask(Stream& stream, Draft& draft, const Names& things, const std::vector<Comparison>& told) const {
    const auto partner = [&](const Comparison& one) {
      return std::ranges::find_if(told, [&](const Comparison& other) { return one.chains_with(other); });
    };
    const Comparison* drawn =
        draw_recent(stream, told, [&](const Comparison& one) { return partner(one) != told.end(); });
    if (drawn == nullptr) return;
    const Comparison& other = *partner(*drawn);
    const auto [lower, upper] = drawn->big == other.small ? std::pair(*drawn, other) : std::pair(other, *drawn);
    const std::string &small = things[lower.small], &big = things[upper.big];
    const std::string_view question = stream.coin() ? kFitsIt : kBiggerIt;
    if (stream.coin())
      draft.ask(language().say(stream, question, {{"small", small}, {"big", big}}), "yes", {upper.line, lower.line});
    else
      draft.ask(language().say(stream, question, {{"small", big}, {"big", small}}), "no", {lower.line, upper.line});
  }

  int questions_, statements_;
};

}  // namespace

std::unique_ptr<Teller> make_size_reasoning(const Difficulty& difficulty) {
  return std::make_unique<SizeReasoning>(difficulty);
}

}  // namespace memnet::babi
