// Tasks with a limited number of episodes: stories in files, and a task that records which episodes are fetched.
#pragma once

#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "memnet/data/task.hpp"
#include "tasks/babi/released_files.hpp"
#include "tasks/babi/twenty_tasks.hpp"
#include "tasks/babi/writer.hpp"
#include "tests/support/scratch.hpp"

namespace memnet {

// A folder of generated files in the released format, with so many training and test questions of each task.
class StoryFiles {
 public:
  StoryFiles(std::vector<int> tasks, int train, int test) {
    for (const int task : tasks)
      for (const auto& [split, questions] : {std::pair{"train", train}, {"test", test}})
        std::ofstream(scratch_ / babi::file_name(task, split))
            << babi::format_stories(task, babi::generate_stories(task, 1, split, questions, {}));
  }
  std::string folder() const { return scratch_.path().string(); }

 private:
  Scratch scratch_;
};

// Forwards to another task and records which episodes are fetched. Not thread-safe.
class RecordingTask : public Task {
 public:
  explicit RecordingTask(std::unique_ptr<Task> task) : task_(std::move(task)) {}

  void declare(const Options::Section& options) override { task_->declare(options); }
  TaskSpec spec() const override { return task_->spec(); }
  void sample(RandomStream& stream, int length, Episode& episode) const override {
    task_->sample(stream, length, episode);
  }
  int count(Split split) const override { return task_->count(split); }
  void fetch(Split split, int i, Episode& episode) const override {
    fetched_.emplace_back(split, i);
    task_->fetch(split, i, episode);
  }
  Matrix oracle(const Episode& episode) const override { return task_->oracle(episode); }
  bool has_certain_answers() const override { return task_->has_certain_answers(); }
  double chance_errors(int length) const override { return task_->chance_errors(length); }
  std::string word(int number) const override { return task_->word(number); }
  std::vector<std::string> subtask_names() const override { return task_->subtask_names(); }

  // The indices of the episodes of a split that were fetched, in order.
  std::vector<int> fetched(Split split) const {
    std::vector<int> indices;
    for (const auto& [from, i] : fetched_)
      if (from == split) indices.push_back(i);
    return indices;
  }

 private:
  std::unique_ptr<Task> task_;
  mutable std::vector<std::pair<Split, int>> fetched_;
};

}  // namespace memnet
