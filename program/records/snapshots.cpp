#include "program/records/snapshots.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "memnet/base/error.hpp"
#include "program/records/record.hpp"

namespace memnet {

std::vector<TracedSnapshot> snapshots_of(const RunRecord& record) {
  std::vector<TracedSnapshot> snapshots;
  for (const RunRecord::Snapshot& snapshot : record.snapshots)
    snapshots.push_back({snapshot.sequences, &snapshot.traces, fmt::format("/snapshots/{}", snapshots.size())});
  std::erase_if(snapshots, [](const TracedSnapshot& snapshot) { return snapshot.traces->empty(); });
  if (!record.traces.empty())
    snapshots.push_back({recorded_number(record.counters, "sequences"), &record.traces, "/trace"});
  return snapshots;
}

TracedSnapshot snapshot_at(const RunRecord& record, double after, int number, const std::string& command) {
  std::vector<TracedSnapshot> snapshots = snapshots_of(record);
  std::erase_if(snapshots, [&](const TracedSnapshot& snapshot) { return snapshot.sequences > after; });
  if (snapshots.empty())
    fail(ErrorKind::usage, "{}: this run has traced nothing{}; runs with evaluate.trace_every record how heads learn",
         command, after < kAtTheEnd ? fmt::format(" by sequence {:g}", after) : "");
  const std::size_t traced = snapshots.back().traces->size();
  if (number >= static_cast<int>(traced))
    fail(ErrorKind::usage, "{}: there is no episode {}; this run has traced {}, counted from 0", command, number,
         traced);
  return snapshots.back();
}

const Matrix* find_panel(const RunRecord::Trace& trace, TracedRole role, const std::string& head) {
  const auto found = std::ranges::find_if(trace.panels, [&](const RunRecord::Trace::Panel& panel) {
    return panel.role == role && (head.empty() || panel.head == head);
  });
  return found == trace.panels.end() ? nullptr : &found->numbers;
}

std::vector<const RunRecord::Trace::Panel*> weightings_over_sentences(const RunRecord::Trace& trace) {
  std::vector<const RunRecord::Trace::Panel*> weightings;
  for (const RunRecord::Trace::Panel& panel : trace.panels)
    if (panel.role == TracedRole::weighting && panel.axis == TracedAxis::sentence && panel.numbers.cols() > 0)
      weightings.push_back(&panel);
  return weightings;
}

}  // namespace memnet
