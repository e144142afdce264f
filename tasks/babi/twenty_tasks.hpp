// The twenty bAbI tasks: what there is, and stories without end. The rules were measured on the released files (v1.2),
// so that with the default difficulty the released distribution comes out; docs/babi.md compares the two.
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
  const char* gap;  // between a question and the TAB behind it
  int options;      // those of Difficulty that its rules can honour
  std::unique_ptr<Teller> (*make)(const Difficulty& difficulty);
};
std::span<const BabiTask> all_babi_tasks();  // by number
const BabiTask& find_task(int number);

// "1,2,15-17" as numbers of tasks, in order; `option` is what errors call it.
std::vector<int> parse_tasks(const std::string& list, const std::string& option);

// Do its rules let a story ask any number of questions?
bool asks_at_will(int task);

// An Error of kind usage where the task cannot be made that difficult; the others do this too.
void check(int task, const Difficulty& difficulty);

std::unique_ptr<Teller> make_teller(int task, const Difficulty& difficulty);
Story tell(int task, RandomStream& stream, const Difficulty& difficulty);
Lexicon lexicon(int task, const Difficulty& difficulty);

// Stories with that many questions in all; the last one is cut where they are reached. Story i comes from
// RandomStream(seed, purpose, i), so that more questions begin with the same stories.
std::vector<Story> tell_questions(int task, std::uint64_t seed, const std::string& purpose, int questions,
                                  const Difficulty& difficulty);

}  // namespace memnet::babi
