#include "program/experiment/recorded_run.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "memnet/base/error.hpp"
#include "program/experiment/training_state.hpp"
#include "program/records/record.hpp"
#include "program/records/recorded_task.hpp"
#include "program/records/run_path.hpp"

namespace memnet {
namespace {

constexpr const char* kDataOption = "task.data";  // the folder of a task's data files

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
    const Experiment experiment(checked, nullptr, numbers_of_model(run.record));
    require_recorded_data(run, experiment, checked.size() > recorded.size());
    return recorded;
  } catch (const Error& error) {
    const std::string data = recorded_option(run.record, kDataOption);
    if (error.kind() == ErrorKind::data && !data.empty())
      fail(ErrorKind::data, "{}; the run was trained on {}: give --task.data FOLDER if that folder has moved",
           error.what(), data);
    fail(ErrorKind::data, "{}; the file was changed, or is from another version", error.what());
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

}  // namespace

void require_same_run(const RunRecord& record, const std::string& file, const Experiment& experiment) {
  if (record.identity == experiment.identity()) return;
  const std::string problem = record.name == experiment.name() ? difference_of(record, experiment)
                                                               : fmt::format("it is the file of {}", record.name);
  fail(ErrorKind::data, "{}: is not the file of {}: {}; move it elsewhere, or choose another --out", file,
       experiment.name(), problem);
}

RecordedRun::RecordedRun(const std::filesystem::path& place, const std::string& computing_command,
                         const RunParts& parts)
    : file(require_run_file(place)), record(read_run_file(file, parts)) {
  if (!computing_command.empty()) require_current_format(record, file.string(), computing_command);
}

void RecordedRun::restore_parameters(Experiment& experiment) const {
  const int words = experiment.task->spec().answers == TargetKind::word ? experiment.task->spec().words : 0;
  for (int number = 1; number <= words && !record.words.empty(); ++number) {
    const auto index = static_cast<std::size_t>(number);
    const std::string trained = index < record.words.size() ? record.words[index] : "";
    if (const std::string word = experiment.task->word(number); word != trained)
      fail(ErrorKind::data,
           "{}: word {} of its task was '{}' in training and is '{}' now, and a network knows words only by their "
           "numbers; choose data with the same words",
           file.string(), number, trained, word);
  }
  memnet::restore_parameters(experiment.params, record, file.string());
}

Experiment RecordedRun::experiment(std::vector<Setting> overrides) const {
  const std::vector<Setting> recorded = recorded_settings(*this, overrides);
  overrides.insert(overrides.end(), recorded.begin(), recorded.end());
  return Experiment(std::move(overrides));
}

Experiment RecordedRun::experiment_without_data() const {
  return Experiment(parse_ini(record.config, file.string()), recorded_task(record), numbers_of_model(record));
}

}  // namespace memnet
