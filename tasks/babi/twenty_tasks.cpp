#include "tasks/babi/twenty_tasks.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"

namespace memnet::babi {

#define MEMNET_BABI(name, ...) std::unique_ptr<StoryGenerator> make_##name(const Difficulty& difficulty);
#include "tasks/babi/generator/table.def"
#undef MEMNET_BABI

namespace {

// Flags for the members of Difficulty, as used in the table.
enum { kNothing = 0, kQuestions = 1, kActors = 2, kRooms = 4, kObjects = 8, kStatements = 16 };
constexpr int kWalking = kQuestions | kActors | kRooms | kStatements, kCarrying = kWalking | kObjects;

struct Option {
  int flag;
  const char* name;
  int Difficulty::*value;
  int low, high;
};
constexpr Option kOptions[] = {{kQuestions, "questions", &Difficulty::questions, 1, 1000},
                               {kActors, "actors", &Difficulty::actors, 2, 12},
                               {kRooms, "rooms", &Difficulty::rooms, 3, 12},
                               {kObjects, "objects", &Difficulty::objects, 1, 8},
                               {kStatements, "statements", &Difficulty::statements, 1, 1000}};

std::string released_name(std::string name) {
  std::ranges::replace(name, '_', '-');
  return name;
}

}  // namespace

std::span<const BabiTask> all_babi_tasks() {
  static const std::array tasks = {
#define MEMNET_BABI(name, number, gap, options, meaning) \
  BabiTask{number, released_name(#name), meaning, gap, options, make_##name},
#include "tasks/babi/generator/table.def"
#undef MEMNET_BABI
  };
  return tasks;
}

const BabiTask& find_task(int number) {
  const auto found = std::ranges::find(all_babi_tasks(), number, &BabiTask::number);
  if (found == all_babi_tasks().end())
    fail(ErrorKind::usage, "babi: there is no task {}; tasks are 1 to {}", number, all_babi_tasks().size());
  return *found;
}

namespace {

constexpr int kMostTasks = 999;

int parse_task(const std::string& text, const std::string& list, const std::string& option) {
  const std::optional<int> number = parse_number<int>(text);
  if (!number || *number < 0 || *number > kMostTasks)
    fail(ErrorKind::usage, "{} = '{}' is no list of bAbI tasks; expected for example 1-20 or 1,2,15-17", option, list);
  return *number;
}

}  // namespace

std::vector<int> parse_tasks(const std::string& list, const std::string& option) {
  std::set<int> numbers;
  for (const std::string& part : split_text(list, ',')) {
    const std::size_t dash = part.find('-');
    const int first = parse_task(part.substr(0, dash), list, option);
    const int last = dash == part.npos ? first : parse_task(part.substr(dash + 1), list, option);
    if (first > last) fail(ErrorKind::usage, "{} = {} counts down; expected {}-{}", option, part, last, first);
    for (int number = first; number <= last; ++number) numbers.insert(number);
  }
  return {numbers.begin(), numbers.end()};
}

std::string canonical_task_list(const std::string& list) {
  const std::vector<int> numbers = parse_tasks(list, "task.tasks");
  std::string text;
  for (std::size_t first = 0, last = 0; first < numbers.size(); first = ++last) {
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
    append_item(text,
                first == last ? fmt::format("{}", numbers[first]) : fmt::format("{}-{}", numbers[first], numbers[last]),
                ",");
  }
  return text;
}

bool has_open_question_count(int task) { return (find_task(task).options & kQuestions) != 0; }

void check(int task, const Difficulty& difficulty) { make_generator(task, difficulty); }

std::unique_ptr<StoryGenerator> make_generator(int number, const Difficulty& difficulty) {
  const BabiTask& task = find_task(number);
  for (const Option& option : kOptions) {
    const int value = difficulty.*option.value;
    if (value == 0) continue;
    if ((task.options & option.flag) == 0) {
      std::vector<int> others;
      for (const BabiTask& other : all_babi_tasks())
        if ((other.options & option.flag) != 0) others.push_back(other.number);
      fail(ErrorKind::usage,
           "babi: the rules of task {} ({}) fix its {}; leave the option out, or choose from tasks {}", number,
           task.name, option.name, fmt::join(others, ", "));
    }
    if (value < option.low || value > option.high)
      fail(ErrorKind::usage, "babi: {} {} is not possible; expected {} to {}, or 0 for as released", option.name, value,
           option.low, option.high);
  }
  return task.make(difficulty);
}

StoryText generate_story(int task, RandomStream& stream, const Difficulty& difficulty) {
  return make_generator(task, difficulty)->generate(stream);
}

Lexicon lexicon(int task, const Difficulty& difficulty) { return make_generator(task, difficulty)->lexicon(); }

std::vector<StoryText> generate_stories(int task, std::uint64_t seed, const std::string& purpose, int questions,
                                        const Difficulty& difficulty) {
  const std::unique_ptr<StoryGenerator> generator = make_generator(task, difficulty);
  std::vector<StoryText> stories;
  for (int asked = 0; asked < questions;) {
    RandomStream stream(seed, purpose, stories.size());
    StoryText& story = stories.emplace_back(generator->generate(stream));
    for (std::size_t i = 0; i < story.size() && asked < questions; ++i)
      if (story[i].is_question() && ++asked == questions) story.resize(i + 1);
  }
  return stories;
}

}  // namespace memnet::babi
