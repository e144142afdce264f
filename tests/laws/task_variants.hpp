// The tasks that the laws of tasks run over, and what the laws share.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "memnet/base/options.hpp"
#include "memnet/data/task.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// A task with its default options, or with options that change what its episodes contain.
struct TaskVariant {
  std::string task, name;
  std::vector<Setting> settings;
};
void PrintTo(const TaskVariant& variant, std::ostream* out);

// Every line of tasks/table.def with its defaults, and the variants of each.
std::vector<TaskVariant> task_variants();

class TaskLaws : public testing::TestWithParam<TaskVariant> {
 protected:
  TaskLaws() {
    task->declare(options.section("task"));
    options.finish();
    spec = task->spec();
    // Trained lengths, and some far beyond.
    lengths = {spec.shortest, (spec.shortest + spec.longest) / 2, spec.longest};
    if (spec.can_be_longer) lengths.insert(lengths.end(), {2 * spec.longest, 5 * spec.longest});
  }

  bool answers_words() const { return entry_of(spec.answers).one_word; }

  // Fills or returns an episode of the training stream. A story becomes a sequence of its words unless `form` is story.
  void fill(Episode& episode, std::uint64_t index, int length, InputForm form = InputForm::sequence) const {
    sample_episode(*task, {8, "train", index, length, Split::train}, form, episode);
  }
  Episode sample(std::uint64_t index, int length, InputForm form = InputForm::sequence) const {
    Episode episode;
    fill(episode, index, length, form);
    return episode;
  }

  // Returns the mean of each row of the targets over the scored steps of some episodes.
  std::vector<double> means_of_targets(std::uint64_t episodes, int length) const {
    std::vector<double> means;
    double steps = 0;
    for (std::uint64_t i = 0; i < episodes; ++i) {
      const Episode episode = sample(i, length);
      means.resize(static_cast<std::size_t>(episode.targets.rows()));
      for (int t = 0; t < episode.steps(); ++t) {
        steps += episode.mask(0, t);
        for (std::size_t row = 0; row < means.size(); ++row)
          means[row] += episode.mask(0, t) * episode.targets.column(t)[row];
      }
    }
    for (double& mean : means) mean /= steps;
    return means;
  }

  Options options{GetParam().settings};
  const std::unique_ptr<Task> task = make_task(GetParam().task);
  TaskSpec spec;
  std::vector<int> lengths;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
