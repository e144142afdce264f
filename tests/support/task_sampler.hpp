// A task with some of its options set, and episodes of it.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "memnet/base/options.hpp"
#include "memnet/base/random.hpp"
#include "memnet/data/task.hpp"

namespace memnet {

class TaskSampler {
 public:
  static constexpr std::uint64_t kSeed = 3;

  // `settings` are names and values of options of the task, such as {"bits", "4"}.
  explicit TaskSampler(const std::string& name, const std::vector<std::pair<std::string, std::string>>& settings = {})
      : options_(with_prefix(settings)), task(make_task(name)) {
    task->declare(options_.section("task"));
    options_.finish();
    task->spec();  // throws if the options contradict each other
  }

  // The random stream from which episode `index` is sampled.
  static RandomStream stream(std::uint64_t index) { return RandomStream(kSeed, "test", index); }

  Episode sample(std::uint64_t index, int length) const {
    Episode episode;
    RandomStream numbers = stream(index);
    task->sample(numbers, length, episode);
    return episode;
  }

 private:
  static std::vector<Setting> with_prefix(const std::vector<std::pair<std::string, std::string>>& settings) {
    std::vector<Setting> list;
    for (const auto& [name, value] : settings) list.push_back({"task." + name, value, "test"});
    return list;
  }

  Options options_;

 public:
  std::unique_ptr<Task> task;
};

// The bits in the rows first, first + 1, ... of a column, as text such as "0110".
inline std::string bits(const Matrix& matrix, int column, int first, int rows) {
  std::string text;
  for (int row = first; row < first + rows; ++row) text += matrix(row, column) == 1 ? '1' : '0';
  return text;
}

}  // namespace memnet
