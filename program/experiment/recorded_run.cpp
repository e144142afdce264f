#include "program/experiment/recorded_run.hpp"

#include <algorithm>
#include <set>

#include "memnet/base/error.hpp"
#include "memnet/io/run_file.hpp"
#include "program/experiment/training_state.hpp"
#include "program/records/record.hpp"
#include "program/records/run_path.hpp"

namespace memnet {
namespace {

constexpr const char* kDataOption = "task.data";  // the folder of a task's data files

// Returns the recorded settings, after a check that they make an experiment without the overrides. So the message
// shows whether the record or an override is wrong. Of the overrides the check uses only the folder of the data files,
// which may have moved since.
std::vector<Setting> recorded_settings(const RecordedRun& run, const std::vector<Setting>& overrides) {
  try {
    const std::vector<Setting> recorded = parse_ini(run.record.config, run.file.string());
    std::vector<Setting> checked;
    std::ranges::copy_if(overrides, std::back_inserter(checked),
                         [](const Setting& setting) { return setting.name == kDataOption; });
    checked.insert(checked.end(), recorded.begin(), recorded.end());
    const Experiment experiment(checked);
    return recorded;
  } catch (const Error& error) {
    const std::string data = recorded_option(run.record, kDataOption);
    if (error.kind() == ErrorKind::data && !data.empty())
      fail(ErrorKind::data, "{}; the run was trained on {}: give --task.data FOLDER if that folder has moved",
           error.what(), data);
    fail(ErrorKind::data, "{}; the file was changed, or is from another version", error.what());
  }
}

// Throws an Error of kind data unless the stories have the words that the network has learned.
void require_same_words(const RunRecord& record, const Task& task) {
  std::set<std::string> learned(record.words.begin(), record.words.end()), shown = {""};
  for (int number = 1; number <= task.spec().words; ++number) shown.insert(task.word(number));
  if (record.words.empty() || learned == shown) return;
  for (const std::string& word : shown)
    if (!learned.contains(word))
      fail(ErrorKind::data,
           "'{}' is a word of the stories to read, but {} has not learned it; take stories with the "
           "words that it was trained on",
           word, record.name);
  for (const std::string& word : learned)
    if (!shown.contains(word))
      fail(ErrorKind::data,
           "{} has learned the word '{}', which is not among the words of the stories to read; take "
           "stories with all words that it was trained on",
           record.name, word);
}

// Throws an Error of kind usage unless the task of an evaluation shows and asks what the network was made for.
void require_same_form(const RunRecord& record, const TaskSpec& was, const TaskSpec& now) {
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
    fail(ErrorKind::usage, "{}: {} = {} would change what the trained network is or is shown, so it stays {}; {}",
         setting.origin, setting.name, setting.value, was->text(),
         was->instead.empty() ? "to learn with it, start a new run" : "take " + was->instead);
  }
}

}  // namespace

RecordedRun::RecordedRun(const std::filesystem::path& place, const std::string& computing_command)
    : file(run_file_path(place)), record(read_run_file(file)) {
  if (!computing_command.empty()) require_current_format(record, file.string(), computing_command);
}

void RecordedRun::restore_parameters(Experiment& experiment) const {
  memnet::restore_parameters(experiment.params, record, file.string());
}

void MovedData::declare(const Options::Section& options) {
  options.add(kDataOption, folder, "folder of the task's data files, if they have moved; empty: the recorded folder");
}

std::vector<Setting> MovedData::settings() const {
  return folder.empty() ? std::vector<Setting>() : std::vector<Setting>{{kDataOption, folder, "command line"}};
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
  auto evaluated = std::make_unique<Experiment>(std::move(settings), &trained.made_for);
  require_changeable(overrides, trained, *evaluated);
  if (evaluated->task->spec().answers == TargetKind::word) require_same_words(record, *evaluated->task);
  require_same_form(record, trained.made_for, evaluated->task->spec());
  return evaluated;
}

Experiment RecordedRun::experiment(std::vector<Setting> overrides) const {
  const std::vector<Setting> recorded = recorded_settings(*this, overrides);
  overrides.insert(overrides.end(), recorded.begin(), recorded.end());
  return Experiment(std::move(overrides));
}

}  // namespace memnet
