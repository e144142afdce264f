// Task 8: which objects a person carries, in the order in which they were first picked up.
//   Mary took the football there. Mary got the milk there.  What is Mary carrying?  football,milk
#include <algorithm>

#include "memnet/base/error.hpp"
#include "tasks/babi/worlds/object_stories.hpp"
#include "tasks/babi/worlds/sampling.hpp"

namespace memnet::babi {
namespace {

constexpr std::string_view kWhatCarried = "What is {actor} carrying?";
constexpr int kMostObjects = 5;  // already 326 answers, and eight objects would have 109,601

// Adds every list of objects without repetition; the empty list is "nothing".
void add_lists(const Names& objects, const std::string& list, Names& lists) {
  lists.push_back(list.empty() ? "nothing" : list);
  for (std::size_t i = 0; i < objects.size(); ++i) {
    Names others = objects;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    add_lists(others, list.empty() ? objects[i] : list + "," + objects[i], lists);
  }
}

Names all_lists(const Difficulty& difficulty) {
  if (difficulty.objects > kMostObjects)
    fail(ErrorKind::usage,
         "babi: task 8 (lists-sets) cannot have {} objects, as every list of them is an answer of its "
         "own; expected at most {}",
         difficulty.objects, kMostObjects);
  Names lists;
  add_lists(objects(difficulty.objects), "", lists);
  return lists;
}

class ListsSets : public ObjectStories {
 public:
  explicit ListsSets(const Difficulty& difficulty)
      : ObjectStories(difficulty, {.questions = {kWhatCarried}, .answers = all_lists(difficulty)}) {}

 private:
  void ask(RandomStream& stream, ObjectStory& story) const override {
    const Event* recent = sample_recent(stream, story.events, [](const Event& event) { return event.object >= 0; });
    if (recent == nullptr) return;
    const int who = recent->actor;
    std::vector<int> touched;
    for (const Event& event : story.events)
      if (event.actor == who && event.object >= 0 && std::ranges::find(touched, event.object) == touched.end())
        touched.push_back(event.object);
    std::string carried;
    std::vector<int> lines;
    for (const int thing : touched) {
      if (story.world.carries(who, thing)) carried += (carried.empty() ? "" : ",") + object(thing);
      for (const Event& event : story.events)
        if (event.actor == who && event.object == thing) lines.push_back(event.line);
    }
    story.builder.ask(templates().fill(stream, kWhatCarried, {{"actor", actor(who)}}),
                      carried.empty() ? "nothing" : carried, lines);
  }
};

}  // namespace

std::unique_ptr<StoryGenerator> make_lists_sets(const Difficulty& difficulty) {
  return std::make_unique<ListsSets>(difficulty);
}

}  // namespace memnet::babi
