#include "program/records/recorded_task.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "memnet/base/error.hpp"
#include "program/records/record.hpp"

namespace memnet {
namespace {

struct Size {
  const char* name;
  int TaskSpec::*value;
  bool is_new = false;  // not in older run files, where it is 0
};
constexpr std::array<Size, 9> kSizes = {{{"inputs", &TaskSpec::inputs},
                                         {"outputs", &TaskSpec::outputs},
                                         {"shortest", &TaskSpec::shortest},
                                         {"longest", &TaskSpec::longest},
                                         {"words", &TaskSpec::words},
                                         {"sentence_words", &TaskSpec::sentence_words},
                                         {"sentences", &TaskSpec::sentences},
                                         {"input_words", &TaskSpec::input_words, true},
                                         {"place_numbers", &TaskSpec::place_numbers, true}}};
// What is true or false of a task; older run files do not have it, and then it is what a TaskSpec says.
struct Property {
  const char* name;
  bool TaskSpec::*value;
};
constexpr std::array<Property, 4> kProperties = {{{"has_questions", &TaskSpec::has_questions},
                                                  {"answers_end", &TaskSpec::answers_end},
                                                  {"one_answer", &TaskSpec::one_answer},
                                                  {"own_answer_words", &TaskSpec::own_answer_words}}};
constexpr const char* kCanBeLonger = "can_be_longer";
constexpr const char* kCertainAnswers = "certain_answers";
constexpr const char* kChanceErrors = "chance_errors";
constexpr const char* kChanceBits = "chance_bits";
constexpr const char* kTolerance = "tolerance";

// Choices are recorded as numbers with these names: 1 for the one that applies, 0 for the others. Bits and the exact
// criterion have none.
std::string name_of(TargetKind kind) { return fmt::format("answers_{}", entry_of(kind).plural); }
std::string name_of(Criterion criterion) { return fmt::format("solved_{}", entry_of(criterion).name); }

template <class Choice>
Choice recorded_choice(const RunRecord& record, std::size_t choices) {
  for (std::size_t i = 1; i < choices; ++i)
    if (recorded_number(record.task, name_of(static_cast<Choice>(i))) == 1) return static_cast<Choice>(i);
  return {};
}

template <class Choice>
void record_choice(std::vector<std::pair<std::string, double>>& sizes, Choice choice, std::size_t choices) {
  for (std::size_t i = 1; i < choices; ++i)
    sizes.emplace_back(name_of(static_cast<Choice>(i)), static_cast<Choice>(i) == choice);
}

// A task that is known from a run file alone.
class RecordedTask final : public Task {
 public:
  explicit RecordedTask(const RunRecord& record)
      : answer_words_(record.words),
        words_(record.source_words.empty() ? record.words : record.source_words),
        subtasks_(record.questions.names),
        certain_(recorded_number(record.task, kCertainAnswers) != 0),
        chance_(recorded_number(record.task, kChanceErrors)),
        chance_bits_(recorded_number(record.task, kChanceBits)) {
    for (const Size& size : kSizes) {
      const double number = recorded_number(record.task, size.name);
      if (size.is_new && std::isnan(number)) continue;
      if (!(number >= 0 && number < 1e9 && number == std::floor(number)))
        fail(ErrorKind::data, "{}: its task has an impossible size {}; the file was changed", record.name, size.name);
      spec_.*size.value = static_cast<int>(number);
    }
    for (const Property& property : kProperties)
      if (const double number = recorded_number(record.task, property.name); !std::isnan(number))
        spec_.*property.value = number != 0;
    spec_.answers = recorded_answers(record);
    spec_.criterion = recorded_choice<Criterion>(record, all_criteria().size());
    spec_.tolerance = recorded_number(record.task, kTolerance);
    // Older run files have no criterion. Data files are those of bAbI.
    if (std::isnan(recorded_number(record.task, name_of(Criterion::few_wrong)))) spec_.criterion = Criterion::few_wrong;
    spec_.can_be_longer = recorded_number(record.task, kCanBeLonger) != 0;
  }

  void declare(const Options::Section&) override {}
  TaskSpec spec() const override { return spec_; }
  void sample(RandomStream&, int, Episode&) const override { refuse(); }
  Matrix oracle(const Episode&) const override { refuse(); }
  bool has_certain_answers() const override { return certain_; }
  double chance_errors(int) const override { return chance_; }
  double chance_bits(int) const override { return chance_bits_; }
  // The mark behind a source is no word of its vocabulary.
  std::string word(int number) const override {
    return spec_.has_sources() && number > spec_.words ? "|" : spelled(words_, number);
  }
  std::string answer_word(int number) const override { return spelled(answer_words_, number); }
  std::vector<std::string> subtask_names() const override { return subtasks_; }

 private:
  [[noreturn]] static void refuse() {
    fail(ErrorKind::data, "the episodes of this task are in data files, which are not open; use 'memnet eval'");
  }

  std::string spelled(const std::vector<std::string>& words, int number) const {
    const auto index = static_cast<std::size_t>(number);
    return index < words.size() ? words[index] : Task::word(number);
  }

  TaskSpec spec_;
  std::vector<std::string> answer_words_, words_;  // by number; number 0 is no word
  std::vector<std::string> subtasks_;
  bool certain_;
  double chance_, chance_bits_;
};

}  // namespace

std::vector<std::pair<std::string, double>> sizes_of(const Task& task) {
  const TaskSpec spec = task.spec();
  std::vector<std::pair<std::string, double>> sizes;
  for (const Size& size : kSizes) sizes.emplace_back(size.name, spec.*size.value);
  for (const Property& property : kProperties) sizes.emplace_back(property.name, spec.*property.value);
  record_choice(sizes, spec.answers, all_target_kinds().size());
  record_choice(sizes, spec.criterion, all_criteria().size());
  sizes.emplace_back(kTolerance, spec.tolerance);
  sizes.emplace_back(kCanBeLonger, spec.can_be_longer);
  sizes.emplace_back(kCertainAnswers, task.has_certain_answers());
  sizes.emplace_back(kChanceErrors, task.chance_errors(spec.longest));
  if (!task.has_certain_answers()) sizes.emplace_back(kChanceBits, task.chance_bits(spec.longest));
  return sizes;
}

TargetKind recorded_answers(const RunRecord& record) {
  return recorded_choice<TargetKind>(record, all_target_kinds().size());
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
