#include "program/comparison/run_state.hpp"

#include <map>

#include "memnet/base/error.hpp"
#include "program/records/builds.hpp"
#include "program/records/record.hpp"

namespace memnet {

RunState state_of(const RunRecord& record) {
  const bool finished = record.status == "finished", diverged = record.status == "diverged";
  RunState state;
  state.exists = true;
  state.ended = has_result(record);
  state.build = build_of(record);
  if (diverged) {
    state.failure = record.message;
    state.code = static_cast<int>(ErrorKind::diverged);
  }
  if (finished) state.seconds = recorded_seconds(record).value_or(0);
  state.sequences = recorded_number(record.counters, "sequences");
  return state;
}

std::vector<RunState> scan_runs(std::span<const PlannedRun> runs, const std::filesystem::path& out, const Bank& bank,
                                std::string* left_out) {
  std::map<std::string, RunState> known;
  // A file that cannot be read, or that belongs to another run, is reported when its run is started.
  std::vector<RunSummary> summaries = read_planned_runs(runs, out);
  const std::string others = bank.complete(summaries);
  if (left_out != nullptr) *left_out = others;
  for (const RunSummary& summary : summaries) {
    known[summary.record.name] = state_of(summary.record);
    known[summary.record.name].exists = !summary.banked;
  }
  for (const std::filesystem::path& folder : existing_runs(runs, out)) known[folder.filename()].exists = true;
  std::vector<RunState> states;
  for (const PlannedRun& run : runs) states.push_back(known[run.name]);
  return states;
}

}  // namespace memnet
