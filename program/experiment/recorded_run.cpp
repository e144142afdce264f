#include "program/experiment/recorded_run.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "memnet/base/error.hpp"
#include "memnet/base/ini.hpp"
#include "program/experiment/training_state.hpp"
#include "program/records/record.hpp"
#include "program/records/recorded_task.hpp"
#include "program/records/run_path.hpp"
#include "program/records/run_status.hpp"

namespace memnet {
namespace {

// Throws an Error of kind data if the files in the recorded folder are not those of the training.
void require_recorded_data(const RecordedRun& run, const Experiment& experiment, bool other_folder) {
  if (other_folder || run.record.identity.empty() || experiment.task->data_digest() == run.record.data) return;
  const std::string folder = recorded_option(run.record, kDataOption);
  fail(ErrorKind::data,
       "{}: these files have changed since {} was trained on them; restore them, or give --task.data {} to use them as "
       "they are now",
       folder, run.record.name, folder);
}

// Returns how many numbers the recorded model has. The recorded options cannot make a larger one.
std::size_t numbers_of_model(const RunRecord& record) {
  std::size_t numbers = 0;
  for (const RunRecord::Values& values : record.parameters) numbers += values.numbers.size();
  return numbers;
}

// Throws the Error for recorded settings that do not make an experiment.
[[noreturn]] void refuse_settings(const RecordedRun& run, const Error& error) {
  const std::string file = run.file.string(), problem = error.what();
  fail(ErrorKind::data, "{}{}; the file was changed, or is from another version",
       problem.starts_with(file) ? "" : file + ": ", problem);
}

// Throws an Error of kind data, about `where`, if the task numbers its words in another way than in training.
void require_same_words(const RunRecord& record, const Task& task, const std::string& where) {
  const TaskSpec spec = task.spec();
  const auto compare = [&](const std::vector<std::string>& recorded, int words, auto word_of) {
    const auto count = static_cast<std::size_t>(words);
    for (std::size_t number = 1; number < recorded.size() || (number <= count && !recorded.empty()); ++number) {
      const std::string trained = number < recorded.size() ? recorded[number] : "",
                        word = number <= count ? word_of(static_cast<int>(number)) : "";
      if (word != trained)
        fail(ErrorKind::data,
             "{}: its words are others than those that {} was trained on: word {} was '{}' in training and is '{}' "
             "now, and a network knows words only by their numbers; choose data with the same words",
             where, record.name, number, trained, word);
    }
  };
  compare(record.words, entry_of(spec.answers).one_word ? spec.outputs - 1 : 0,
          [&](int number) { return task.answer_word(number); });
  compare(record.source_words, spec.own_answer_words ? spec.words : 0, [&](int number) { return task.word(number); });
}

// Throws an Error of kind data if the words of the recorded task are others with these data files. A model that is made
// for other words has another size, which looks like a changed run file.
void require_same_words_in(const Setting& data, const RunRecord& record, const std::vector<Setting>& recorded) {
  std::vector<Setting> settings{data};
  std::ranges::copy_if(recorded, std::back_inserter(settings), [](const Setting& setting) {
    return setting.name.starts_with("task.") && setting.name != kDataOption;
  });
  const std::unique_ptr<Task> task = make_task(recorded_option(record, "task"));
  Options options(std::move(settings));
  task->declare(options.section("task"));
  require_same_words(record, *task, data.value);
}

// Returns the recorded settings, after a check that they make an experiment without the overrides. So the message
// shows whether the record or an override is wrong. Of the overrides the check uses only the folder of the data files,
// which may have moved since.
std::vector<Setting> recorded_settings(const RecordedRun& run, const std::vector<Setting>& overrides) {
  try {
    const std::vector<Setting> recorded = parse_ini(run.record.config, run.file.string());
    std::vector<Setting> checked;
    std::ranges::copy_if(overrides, std::back_inserter(checked),
                         [](const Setting& setting) { return setting.name == kDataOption; });
    if (!checked.empty() && !checked.front().value.empty())
      require_same_words_in(checked.front(), run.record, recorded);
    checked.insert(checked.end(), recorded.begin(), recorded.end());
    const Experiment experiment(checked, {.most_numbers = numbers_of_model(run.record)});
    require_recorded_data(run, experiment, checked.size() > recorded.size());
    return recorded;
  } catch (const Error& error) {
    const std::string data = recorded_option(run.record, kDataOption);
    if (error.kind() == ErrorKind::data && !data.empty())
      fail(ErrorKind::data, "{}; the run was trained on {}: give --task.data PATH if it has moved", error.what(), data);
    refuse_settings(run, error);
  }
}

// Returns "its train.learning_rate is 0.1, expected 0.2", or another reason why its identity is another one.
std::string difference_of(const RunRecord& record, const Experiment& experiment) {
  for (const Options::Option& option : experiment.options.all())
    if (const std::string recorded = recorded_option(record, option.name);
        option.affects_results && recorded != option.text())
      return fmt::format("its {} is {}, expected {}", option.name, recorded, option.text());
  return "its identity is not that of its options and data";
}

// Throws an Error of kind usage unless the task of an evaluation shows and asks what the network was made for. Where
// answers are words, restore_parameters() compares these.
void require_same_form(const RunRecord& record, const TaskSpec& was, const TaskSpec& now) {
  if (entry_of(now.answers).one_word && entry_of(was.answers).one_word) return;
  if (now.inputs != was.inputs || now.outputs != was.outputs || now.words != was.words || now.answers != was.answers)
    fail(ErrorKind::usage,
         "the task to evaluate has {} inputs, {} outputs and {} words, but {} was trained with {}, {} and {}; take one "
         "of the same form",
         now.inputs, now.outputs, now.words, record.name, was.inputs, was.outputs, was.words);
}

// Throws an Error for the first setting that an evaluation may not have.
void require_changeable(const std::vector<Setting>& settings, const Experiment& trained, const Experiment& evaluated) {
  for (const Setting& setting : settings) {
    const Options::Option *was = trained.options.find(setting.name), *now = evaluated.options.find(setting.name);
    if (was == nullptr || now == nullptr || now->can_change || was->text() == now->text()) continue;
    fail(ErrorKind::usage,
         "{}: {} = {} would change the network, or the form of its inputs and answers, so it stays {}; {}",
         setting.origin, setting.name, setting.value, was->text(),
         was->instead.empty() ? "to learn with it, start a new run" : "take " + was->instead);
  }
}

}  // namespace

void require_same_run(const RunRecord& record, const std::string& file, const Experiment& experiment) {
  if (record.identity == experiment.identity() && record.name == experiment.name()) return;
  const std::string problem = record.name == experiment.name() ? difference_of(record, experiment)
                                                               : fmt::format("it is the file of {}", record.name);
  fail(ErrorKind::data, "{}: is not the file of {}: {}; move it elsewhere, or choose another --out", file,
       experiment.name(), problem);
}

RecordedRun::RecordedRun(const std::filesystem::path& place, const std::string& computing_command,
                         const RunParts& parts)
    : file(require_run_file(place)), record(read_present_run(file, parts)) {
  if (!computing_command.empty()) require_current_format(record, file.string(), computing_command);
}

void RecordedRun::restore_parameters(Experiment& experiment) const {
  require_same_words(record, *experiment.task, file.string());
  memnet::restore_parameters(experiment.params, record, file.string());
}

std::unique_ptr<Experiment> RecordedRun::evaluation(std::vector<Setting> overrides) const {
  const auto given_data = std::ranges::find(overrides, kDataOption, &Setting::name);
  const auto as_trained = [&] {
    try {
      return experiment();
    } catch (const Error& error) {
      // The data files have moved: those that are given take their place.
      if (error.kind() != ErrorKind::data || given_data == overrides.end()) throw;
      return experiment({*given_data});
    }
  };
  const Experiment trained = as_trained();
  std::vector<Setting> settings = overrides;
  for (Setting setting : parse_ini(record.config, file.string())) {
    setting.optional = true;  // other data may have other options
    settings.push_back(std::move(setting));
  }
  auto evaluated = std::make_unique<Experiment>(std::move(settings), GivenParts{.made_for = &trained.made_for});
  require_changeable(overrides, trained, *evaluated);
  require_same_form(record, trained.made_for, evaluated->task->spec());
  return evaluated;
}

Experiment RecordedRun::experiment(std::vector<Setting> overrides) const {
  const std::vector<Setting> recorded = recorded_settings(*this, overrides);
  overrides.insert(overrides.end(), recorded.begin(), recorded.end());
  return Experiment(std::move(overrides));
}

Experiment RecordedRun::experiment_without_data() const {
  try {
    return Experiment(parse_ini(record.config, file.string()),
                      {.task = recorded_task(record), .most_numbers = numbers_of_model(record)});
  } catch (const Error& error) {
    refuse_settings(*this, error);
  }
}

}  // namespace memnet
