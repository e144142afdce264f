// memnet generate: writes bAbI stories in the released format, and episodes of other tasks as pairs or as arrays.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <span>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"
#include "memnet/os/atomic_file.hpp"
#include "program/commands/command.hpp"
#include "program/commands/episode_file.hpp"
#include "program/commands/pair_files.hpp"
#include "tasks/babi/released_files.hpp"
#include "tasks/babi/twenty_tasks.hpp"
#include "tasks/babi/writer.hpp"

namespace memnet {
namespace {

namespace fs = std::filesystem;

constexpr int kMostQuestions = 100000;  // so that the reader accepts a file of that size

// Writes a file unless it is there already with the same bytes. Throws an Error of kind usage if it has others.
void write_once(const fs::path& file, std::span<const std::byte> bytes) {
  if (!fs::exists(file)) return write_file_atomically(file, bytes);
  if (!std::ranges::equal(read_file(file), bytes))
    fail(ErrorKind::usage, "{}: exists with other content; choose another --out, or remove it first", file.string());
}

// One of the two files of a task.
struct FileKind {
  const char* split;
  int questions;
};

class GenerateCommand final : public Command {
 public:
  std::string help() const override {
    return "memnet generate babi --out FOLDER [--tasks LIST] [--questions N] [--seed N] [difficulty]\n"
           "memnet generate TASK --out FOLDER [--episodes N] [--length N] [--seed N] [--task.OPTION VALUE ...]\n"
           "memnet generate TASK --out FILE.h5 [--episodes N] [--length N] [--seed N] [--task.OPTION VALUE ...]\n"
           "\n"
           "  memnet generate babi --out stories                            all twenty tasks, as large as en-10k\n"
           "  memnet generate babi --out few --tasks 1,2,15-17 --questions 1000\n"
           "  memnet generate babi --out hard --tasks 2 --actors 8 --rooms 12 --objects 6 --statements 10\n"
           "  memnet generate babi --out more --seed 2                      other stories of the same kind\n"
           "  memnet generate dyck --out dyck.h5 --episodes 500 --task.types 3\n"
           "  memnet generate addition --out sums --episodes 50000 --validation-episodes 500   pairs, in a folder\n"
           "  memnet generate scan --out scan --task.split length           all pairs of a split\n"
           "\n"
           "babi: writes a training file and a test file for each task, in the released format. Any other task: "
           "writes its\n"
           "episodes as an HDF5 file, with the datasets inputs, targets, mask, lengths and steps; or, if they are "
           "words and\n"
           "--out is a folder, as pairs in train.txt, validation.txt and test.txt, which 'memnet run --task pairs' "
           "reads.\n"
           "The same options give the same bytes on every machine. A file that exists is not replaced.\n"
           "\n"
           "For babi, --story-questions, --actors, --rooms, --objects and --statements set the difficulty; values that "
           "the\n"
           "rules of a task do not allow are refused. See also docs/babi.md.\n";
  }

  bool takes_task_options() const override { return true; }

  void declare(const Options::Section& options) override {
    options.add("out", out_, "folder to write the files to; or an HDF5 file (NAME.h5), for a task other than babi");
    declare_seed(options);
    declare_for_babi(options);
    declare_for_others(options);
  }

  int run(const Arguments& arguments) override {
    const std::string what = arguments.only_one("what to generate: a task");
    if (out_.empty()) fail(ErrorKind::usage, "generate: expected --out, the folder or the file to write to");
    refuse_what_has_no_effect(arguments, what);
    if (what != "babi") return write_task(what, arguments);
    Options(arguments.experiment).finish("'memnet help generate' lists the options of babi");
    const std::vector<int> numbers = babi::parse_tasks(tasks_, "--tasks");
    for (const int number : numbers) babi::check(number, difficulty_);

    create_directory_exclusively(out_);
    for (const int number : numbers) {
      std::string sizes;
      for (const FileKind& part : {train_, test_}) {
        const std::string purpose = fmt::format("babi {} {}", number, part.split);
        const std::vector<babi::StoryText> stories =
            babi::generate_stories(number, episodes_.seed, purpose, part.questions, difficulty_);
        const std::string text = babi::format_stories(number, stories);
        write_once(fs::path(out_) / babi::file_name(number, part.split), std::as_bytes(std::span(text)));
        sizes += fmt::format("  {}: {} questions in {} stories, {:.0f} kB", part.split, part.questions, stories.size(),
                             static_cast<double>(text.size()) / 1000);
      }
      fmt::print("{:>2} {:<24}{}\n", number, babi::find_task(number).name, sizes);
    }
    fmt::print("Written to {}. The tasks are those of Weston et al. 2015; the stories are made here.\n", out_);
    return 0;
  }

 private:
  void declare_seed(const Options::Section& options) {
    options.add("seed", episodes_.seed, 0, std::uint64_t(-1), "seed of all random choices");
  }
  void declare_for_babi(const Options::Section& options) {
    options.add("tasks", tasks_, "numbers of the tasks, such as 1-20 or 1,2,15-17");
    options.add("questions", train_.questions, 1, kMostQuestions, "number of training questions for each task");
    options.add("test_questions", test_.questions, 1, kMostQuestions, "number of test questions for each task");
    options.add("story_questions", difficulty_.questions, 0, 1000, "questions in each story; 0: as released");
    options.add("actors", difficulty_.actors, 0, 12, "number of different people, at least 2; 0: as released");
    options.add("rooms", difficulty_.rooms, 0, 12, "number of different places, at least 3; 0: as released");
    options.add("objects", difficulty_.objects, 0, 8, "number of different objects; 0: as released");
    options.add("statements", difficulty_.statements, 0, 1000,
                "statements before each question (additional ones are distractors); 0: as released");
  }
  void declare_for_others(const Options::Section& options) {
    options.add("episodes", episodes_.episodes, 1, 10000000,
                "number of episodes of a task other than babi; of pairs, those in train.txt");
    options.add("length", episodes_.length, 0, 1000000,
                "length of each episode of such a task, as the task counts it; 0: lengths as in training");
    declare_for_pairs(options);
  }
  void declare_for_pairs(const Options::Section& options) {
    options.add("validation_episodes", more_.validation, 1, 10000000, "number of pairs in validation.txt");
    options.add("test_episodes", more_.test, 1, 10000000, "number of pairs in test.txt");
  }

  // Throws an Error of kind usage for an option of babi with another task, and for one of other tasks with babi.
  void refuse_what_has_no_effect(const Arguments& arguments, const std::string& what) {
    Options options;
    if (what == "babi")
      declare_for_others(options.top());
    else
      declare_for_babi(options.top());
    refuse(arguments, options, fmt::format("the episodes of {}", what));
  }
  static void refuse(const Arguments& arguments, const Options& without_effect, const std::string& what) {
    for (const Options::Option& option : without_effect.all())
      if (arguments.is_given(option.name))
        fail(ErrorKind::usage, "generate: {} has no effect on {}; leave it out", typed_option(option.name), what);
  }

  int write_task(const std::string& name, const Arguments& arguments) {
    const std::unique_ptr<Task> task = make_task(name);
    Options options(arguments.experiment);
    task->declare(options.section("task"));
    options.finish(fmt::format("'memnet describe {}' lists the options of the task", name));
    Options without_effect;
    if (!out_.ends_with(".h5") && can_be_pair_files(*task)) {
      if (task->count(Split::train) > 0) {
        declare_seed(without_effect.top());
        declare_for_others(without_effect.top());
      }
      refuse(arguments, without_effect, fmt::format("the pairs of {}, all of which are written", name));
      return write_pairs(*task, name);
    }
    declare_for_pairs(without_effect.top());
    refuse(arguments, without_effect, "a file of arrays");
    if (!out_.ends_with(".h5"))
      fail(ErrorKind::usage,
           "generate: the episodes of {} are not in words, so they are written as arrays; expected the name of an HDF5 "
           "file, such as --out {}.h5, but found --out {}",
           name, name, out_);
    write_once(out_, episode_file(*task, name, options.to_ini(), episodes_));
    fmt::print("{} episodes of {} written to {}\n", episodes_.episodes, name, out_);
    return 0;
  }

  int write_pairs(const Task& task, const std::string& name) const {
    const std::vector<PairFile> files = pair_files(task, episodes_, more_);
    create_directory_exclusively(out_);
    std::string counts;
    for (const PairFile& file : files) {
      write_once(fs::path(out_) / file.name, std::as_bytes(std::span(file.text)));
      append_item(counts, fmt::format("{} in {}", file.pairs, file.name));
    }
    fmt::print("Pairs of {} written to {}: {}\n", name, out_, counts);
    return 0;
  }

  std::string out_, tasks_ = "1-20";
  FileKind train_{"train", 10000}, test_{"test", 1000};
  EpisodeFile episodes_;
  MorePairs more_;
  babi::Difficulty difficulty_;
};

}  // namespace

std::unique_ptr<Command> make_generate_command() { return std::make_unique<GenerateCommand>(); }

}  // namespace memnet
