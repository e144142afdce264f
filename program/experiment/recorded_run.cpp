#include "program/experiment/recorded_run.hpp"

#include <algorithm>

#include "memnet/base/error.hpp"
#include "memnet/io/run_file.hpp"
#include "program/records/record.hpp"
#include "program/records/run_path.hpp"

namespace memnet {
namespace {

constexpr const char* kDataOption = "task.data";  // where the files of a task are

// Returns the recorded settings. Overrides are left out of this check, so that what is wrong with the record is told
// apart from what is wrong with an override; only the data may have moved since.
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
      fail(ErrorKind::data, "{}; the run was trained on {}: give --task.data FOLDER if that has moved", error.what(),
           data);
    fail(ErrorKind::data, "{}; the file was changed, or is from another version", error.what());
  }
}

}  // namespace

RecordedRun::RecordedRun(const std::filesystem::path& place, const std::string& computing_command)
    : file(run_file_path(place)), record(read_run_file(file)) {
  if (!computing_command.empty()) require_current_format(record, file.string(), computing_command);
}

Experiment RecordedRun::experiment(std::vector<Setting> overrides) const {
  const std::vector<Setting> recorded = recorded_settings(*this, overrides);
  overrides.insert(overrides.end(), recorded.begin(), recorded.end());
  return Experiment(std::move(overrides));
}

}  // namespace memnet
