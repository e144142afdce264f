// memnet generate: data sets in the format of their release, made to any size and difficulty.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "memnet/base/error.hpp"
#include "memnet/os/atomic_file.hpp"
#include "program/commands/command.hpp"
#include "tasks/babi/released_files.hpp"
#include "tasks/babi/twenty_tasks.hpp"
#include "tasks/babi/writer.hpp"

namespace memnet {

extern const char* const kHelp_generate;
const char* const kHelp_generate =
    "memnet generate babi --out FOLDER [--tasks LIST] [--questions N] [--seed N] [difficulty]\n\n"
    "  memnet generate babi --out stories                            all twenty tasks, as large as en-10k\n"
    "  memnet generate babi --out few --tasks 1,2,15-17 --questions 1000\n"
    "  memnet generate babi --out hard --tasks 2 --actors 8 --rooms 12 --objects 6 --statements 10\n"
    "  memnet generate babi --out more --seed 2                      other stories of the same kind\n\n"
    "Writes a training and a test file for each task, in the released format. The same options give the same bytes, "
    "on\n"
    "every machine. Difficulty, 0 for as released: --story_questions in a story, --actors 2..12, --rooms 3..12,\n"
    "--objects 1..8, --statements before each question (more of them are distractors). What the rules of a task do "
    "not\n"
    "leave open is refused. docs/babi.md says more.\n";

namespace {

namespace fs = std::filesystem;

constexpr int kMostQuestions = 100000;  // so that a file stays below what the reader takes

// Leaves a file alone that is there already, byte for byte; refuses to replace any other.
void put(const fs::path& file, const std::string& text) {
  const auto bytes = std::as_bytes(std::span(text));
  if (!fs::exists(file)) return write_file_atomically(file, bytes);
  if (!std::ranges::equal(read_file(file), bytes))
    fail(ErrorKind::usage, "{}: is there already, with other content; choose another --out, or remove it first",
         file.string());
}

struct Part {
  const char* split;
  int questions;
};

}  // namespace

int command_generate(const Arguments& arguments) {
  std::string out, tasks = "1-20";
  Part train{"train", 10000}, test{"test", 1000};
  std::uint64_t seed = 1;
  babi::Difficulty difficulty;
  Options options(arguments.settings);
  options.top().add("out", out, "the folder to write to");
  options.top().add("tasks", tasks, "which tasks, such as 1-20 or 1,2,15-17");
  options.top().add("questions", train.questions, 1, kMostQuestions, "to train on, for each task");
  options.top().add("test_questions", test.questions, 1, kMostQuestions, "to test on, for each task");
  options.top().add("seed", seed, 0, std::uint64_t(-1), "of all that is drawn");
  options.top().add("story_questions", difficulty.questions, 0, 1000, "in a story; 0: as released");
  options.top().add("actors", difficulty.actors, 0, 12, "who may appear; 0: as released");
  options.top().add("rooms", difficulty.rooms, 0, 12, "where they may be; 0: as released");
  options.top().add("objects", difficulty.objects, 0, 8, "what they may carry; 0: as released");
  options.top().add("statements", difficulty.statements, 0, 1000, "before each question; 0: as released");
  options.finish();
  const std::string what = only_argument(arguments, "generate", "what to generate: babi");
  if (what != "babi") fail(ErrorKind::usage, "generate: there is no '{}' to generate; expected babi", what);
  if (out.empty()) fail(ErrorKind::usage, "generate: expected --out FOLDER, where to write the files");
  const std::vector<int> numbers = babi::parse_tasks(tasks, "--tasks");
  for (const int number : numbers) babi::check(number, difficulty);

  create_directory_exclusively(out);
  for (const int number : numbers) {
    std::string sizes;
    for (const Part& part : {train, test}) {
      const std::string purpose = fmt::format("babi {} {}", number, part.split);
      const std::vector<babi::StoryText> stories =
          babi::generate_stories(number, seed, purpose, part.questions, difficulty);
      const std::string text = babi::format_stories(number, stories);
      put(fs::path(out) / babi::file_name(number, part.split), text);
      sizes += fmt::format("  {}: {} questions in {} stories, {:.0f} kB", part.split, part.questions, stories.size(),
                           static_cast<double>(text.size()) / 1000);
    }
    fmt::print("{:>2} {:<24}{}\n", number, babi::find_task(number).name, sizes);
  }
  fmt::print("Written to {}. The tasks are those of Weston et al. 2015; the stories are made here.\n", out);
  return 0;
}

}  // namespace memnet
