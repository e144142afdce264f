#include "program/records/recorded_task.hpp"

#include <array>
#include <cmath>

#include "memnet/base/error.hpp"
#include "program/records/record.hpp"

namespace memnet {
namespace {

struct Size {
  const char* name;
  int TaskSpec::*value;
};
constexpr std::array<Size, 7> kSizes = {{{"inputs", &TaskSpec::inputs},
                                         {"outputs", &TaskSpec::outputs},
                                         {"shortest", &TaskSpec::shortest},
                                         {"longest", &TaskSpec::longest},
                                         {"words", &TaskSpec::words},
                                         {"sentence_words", &TaskSpec::sentence_words},
                                         {"sentences", &TaskSpec::sentences}}};
constexpr const char* kAnswersWords = "answers_words";
constexpr const char* kCanBeLonger = "can_be_longer";
constexpr const char* kCertainAnswers = "certain_answers";
constexpr const char* kChanceErrors = "chance_errors";

// A task that is known from a run file alone.
class RecordedTask final : public Task {
 public:
  explicit RecordedTask(const RunRecord& record)
      : words_(record.words),
        subtasks_(record.questions.names),
        certain_(recorded_number(record.task, kCertainAnswers) != 0),
        chance_(recorded_number(record.task, kChanceErrors)) {
    for (const Size& size : kSizes) {
      const double number = recorded_number(record.task, size.name);
      if (!(number >= 0 && number < 1e9 && number == std::floor(number)))
        fail(ErrorKind::data, "{}: its task has an impossible size {}; the file was changed", record.name, size.name);
      spec_.*size.value = static_cast<int>(number);
    }
    spec_.answers = recorded_number(record.task, kAnswersWords) != 0 ? TargetKind::word : TargetKind::bits;
    spec_.can_be_longer = recorded_number(record.task, kCanBeLonger) != 0;
  }

  void declare(const Options::Section&) override {}
  TaskSpec spec() const override { return spec_; }
  void sample(RandomStream&, int, Episode&) const override { refuse(); }
  Matrix oracle(const Episode&) const override { refuse(); }
  bool has_certain_answers() const override { return certain_; }
  double chance_errors(int) const override { return chance_; }
  std::string word(int number) const override {
    const auto index = static_cast<std::size_t>(number);
    return index < words_.size() ? words_[index] : Task::word(number);
  }
  std::vector<std::string> subtask_names() const override { return subtasks_; }

 private:
  [[noreturn]] static void refuse() {
    fail(ErrorKind::data, "the episodes of this task are in data files, which are not open; use 'memnet eval'");
  }

  TaskSpec spec_;
  std::vector<std::string> words_;  // by number; number 0 is no word
  std::vector<std::string> subtasks_;
  bool certain_;
  double chance_;
};

}  // namespace

std::vector<std::pair<std::string, double>> sizes_of(const Task& task) {
  const TaskSpec spec = task.spec();
  std::vector<std::pair<std::string, double>> sizes;
  for (const Size& size : kSizes) sizes.emplace_back(size.name, spec.*size.value);
  sizes.emplace_back(kAnswersWords, spec.answers == TargetKind::word);
  sizes.emplace_back(kCanBeLonger, spec.can_be_longer);
  sizes.emplace_back(kCertainAnswers, task.has_certain_answers());
  sizes.emplace_back(kChanceErrors, task.chance_errors(spec.longest));
  return sizes;
}

std::unique_ptr<Task> recorded_task(const RunRecord& record) {
  if (!record.data.empty()) return std::make_unique<RecordedTask>(record);
  std::vector<Setting> settings;
  for (const auto& [name, value, is_number] : record.options)
    if (name.starts_with("task.")) settings.push_back({name, value, record.name});
  std::unique_ptr<Task> task = make_task(recorded_option(record, "task"));
  Options options(std::move(settings));
  task->declare(options.section("task"));
  return task;
}

}  // namespace memnet
