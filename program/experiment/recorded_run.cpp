#include "program/experiment/recorded_run.hpp"

#include <algorithm>

#include "memnet/base/error.hpp"
#include "program/experiment/training_state.hpp"
#include "program/records/record.hpp"
#include "program/records/run_path.hpp"
#include "program/records/run_status.hpp"

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

}  // namespace

RecordedRun::RecordedRun(const std::filesystem::path& place, const std::string& computing_command)
    : file(run_file_path(place)), record(read_present_run(file)) {
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

Experiment RecordedRun::experiment(std::vector<Setting> overrides) const {
  const std::vector<Setting> recorded = recorded_settings(*this, overrides);
  overrides.insert(overrides.end(), recorded.begin(), recorded.end());
  return Experiment(std::move(overrides));
}

}  // namespace memnet
