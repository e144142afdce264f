// The twenty bAbI tasks, and generators for an unlimited number of stories. The rules were measured on the released
// files (v1.2), so that the default difficulty gives the same distribution; docs/babi.md compares the two.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "memnet/base/random.hpp"
#include "tasks/babi/format/story.hpp"
#include "tasks/babi/worlds/difficulty.hpp"
#include "tasks/babi/worlds/story_generator.hpp"

namespace memnet::babi {

struct BabiTask {
  int number;
  std::string name;  // as in the released files: single-supporting-fact
  const char* meaning;
  const char* gap;  // what the released files put between a question and the TAB after it
  int options;      // flags: the members of Difficulty that the task supports
  std::unique_ptr<StoryGenerator> (*make)(const Difficulty& difficulty);
};
std::span<const BabiTask> all_babi_tasks();  // in the order of their numbers
// Throws an Error of kind usage if there is no such task.
const BabiTask& find_task(int number);

// Parses a list such as "1,2,15-17" and returns the numbers in ascending order, which may also be those of other tasks
// than the twenty. Throws an Error of kind usage, which names `option`, if the list is malformed.
std::vector<int> parse_tasks(const std::string& list, const std::string& option);
// Returns the list of task.tasks in one spelling: "1-3,5" for "5, 1,2,3".
std::string canonical_task_list(const std::string& list);

// True if the rules of the task allow any number of questions in a story.
bool has_open_question_count(int task);

// Throws an Error of kind usage if the task does not support this difficulty; so do the functions below.
void check(int task, const Difficulty& difficulty);

std::unique_ptr<StoryGenerator> make_generator(int task, const Difficulty& difficulty);
// Returns one story.
StoryText generate_story(int task, RandomStream& stream, const Difficulty& difficulty);
// All words and answers that the stories of the task can contain.
Lexicon lexicon(int task, const Difficulty& difficulty);

// Returns stories with so many questions in total; the last story is cut after the last of them. Story i is sampled
// from RandomStream(seed, purpose, i), so that a larger number of questions starts with the same stories.
std::vector<StoryText> generate_stories(int task, std::uint64_t seed, const std::string& purpose, int questions,
                                        const Difficulty& difficulty);

}  // namespace memnet::babi
