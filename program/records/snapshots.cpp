#include "program/records/snapshots.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "memnet/base/error.hpp"
#include "program/records/record.hpp"

namespace memnet {

std::vector<Moment> traced_moments(const RunRecord& record) {
  std::vector<Moment> moments;
  for (const RunRecord::Snapshot& snapshot : record.snapshots)
    moments.push_back({snapshot.sequences, &snapshot.traces, fmt::format("/snapshots/{}", moments.size())});
  std::erase_if(moments, [](const Moment& moment) { return moment.traces->empty(); });
  if (!record.traces.empty())
    moments.push_back({recorded_number(record.counters, "sequences"), &record.traces, "/trace"});
  return moments;
}

Moment traced_moment(const RunRecord& record, double after, int number, const std::string& who) {
  std::vector<Moment> moments = traced_moments(record);
  std::erase_if(moments, [&](const Moment& moment) { return moment.sequences > after; });
  if (moments.empty())
    fail(ErrorKind::usage, "{}: this run has traced nothing{}; runs with evaluate.trace_every record how heads learn",
         who, after < kAtTheEnd ? fmt::format(" by sequence {:g}", after) : "");
  const std::size_t traced = moments.back().traces->size();
  if (number >= static_cast<int>(traced))
    fail(ErrorKind::usage, "{}: there is no episode {}; this run has traced {}, counted from 0", who, number, traced);
  return moments.back();
}

const Matrix* find_panel(const RunRecord::Trace& trace, const std::string& name) {
  const auto found = std::ranges::find(trace.panels, name, &RunRecord::Trace::Panel::name);
  return found == trace.panels.end() ? nullptr : &found->numbers;
}

std::vector<const RunRecord::Trace::Panel*> hops_of(const RunRecord::Trace& trace) {
  std::vector<const RunRecord::Trace::Panel*> hops;
  for (const RunRecord::Trace::Panel& panel : trace.panels)
    if (panel.name.starts_with("hop") && panel.name.ends_with("/weighting") && panel.numbers.cols() > 0)
      hops.push_back(&panel);
  return hops;
}

}  // namespace memnet
