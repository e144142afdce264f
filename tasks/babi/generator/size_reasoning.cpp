// Task 18: whether one object fits in another follows from comparisons of both with a third one.
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

// The first two are always the smallest, in this order; each story samples the order of the others.
const Names kObjects = {"chocolate", "box of chocolates", "box", "chest", "suitcase", "container"};
constexpr int kAlwaysSmall = 2;
constexpr std::size_t kRecent = 5;  // questions are about the last so many statements

// A statement about two objects, by size.
struct Comparison {
  int big, small;
  int line;

  bool compares(int thing) const { return big == thing || small == thing; }
};

// One object of a comparison, through which another comparison may continue to a third object.
struct Side {
  Comparison comparison;
  bool to_smaller;

  int link() const { return to_smaller ? comparison.small : comparison.big; }
};

class SizeReasoning : public StoryGenerator {
 public:
  explicit SizeReasoning(const Difficulty& difficulty)
      : StoryGenerator(
            Templates({{"small", kObjects}, {"big", kObjects}}, {kFits, kBigger, kFitsIt, kBiggerIt}, {"yes", "no"})),
        questions_(as_released(difficulty.questions, 5)),
        statements_(as_released(difficulty.statements, 5)) {}

  StoryText generate(RandomStream& stream) const override {
    const int all = static_cast<int>(kObjects.size());
    Names objects(kObjects.begin(), kObjects.begin() + kAlwaysSmall);  // smallest first
    for (const int i : sample_indices(stream, all - kAlwaysSmall, all - kAlwaysSmall))
      objects.push_back(kObjects[static_cast<std::size_t>(kAlwaysSmall + i)]);
    std::vector<Side> stated;
    StoryBuilder builder;
    while (builder.questions() == 0) {
      for (int i = 0; i < statements_; ++i) {
        const std::vector<int> two = sample_indices(stream, all, 2);
        const auto [small, big] = std::minmax(two[0], two[1]);
        const int line = builder.state(templates().fill(stream, stream.coin() ? kFits : kBigger,
                                                        {{"small", objects[small]}, {"big", objects[big]}}));
        for (const bool to_smaller : {false, true}) stated.push_back({{big, small, line}, to_smaller});
      }
      for (int i = 0; i < questions_; ++i) ask(stream, builder, objects, stated);
    }
    return builder.take();
  }

 private:
  // Asks nothing if no recent comparison continues.
  void ask(RandomStream& stream, StoryBuilder& builder, const Names& objects, const std::vector<Side>& stated) const {
    const auto continues = [&](const Side& side) { return next(stated, side) != nullptr; };
    const Side* recent = sample_recent(stream, stated, continues, 2 * kRecent);
    if (recent == nullptr) return;
    const Side one = latest_equal(stated, *recent);
    const Comparison& other = *next(stated, one);
    // A chain that starts at the biggest object gets the answer "yes".
    const std::string& first = objects[one.to_smaller ? one.comparison.big : one.comparison.small];
    const std::string& last = objects[one.to_smaller ? other.small : other.big];
    builder.ask(templates().fill(stream, stream.coin() ? kFitsIt : kBiggerIt, {{"small", last}, {"big", first}}),
                one.to_smaller ? "yes" : "no", {one.comparison.line, other.line});
  }

  // The latest statement of the same comparison, which may have been stated more than once.
  static Side latest_equal(const std::vector<Side>& stated, const Side& side) {
    Side last = side;
    for (const Side& later : stated)
      if (later.comparison.big == side.comparison.big && later.comparison.small == side.comparison.small)
        last.comparison = later.comparison;
    return last;
  }

  // The first other comparison with the linking object. Null if it does not continue in the same direction.
  static const Comparison* next(const std::vector<Side>& stated, const Side& side) {
    const Side one = latest_equal(stated, side);
    const int link = one.link();
    for (const Side& other : stated) {
      if (other.comparison.line == one.comparison.line || !other.comparison.compares(link)) continue;
      const bool onwards = one.to_smaller ? other.comparison.big == link : other.comparison.small == link;
      return onwards ? &other.comparison : nullptr;
    }
    return nullptr;
  }

  int questions_, statements_;
};

}  // namespace

std::unique_ptr<StoryGenerator> make_size_reasoning(const Difficulty& difficulty) {
  return std::make_unique<SizeReasoning>(difficulty);
}

}  // namespace memnet::babi
