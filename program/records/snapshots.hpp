// The traced episodes of a run, during training and at its end.
#pragma once

#include <string>
#include <vector>

#include "memnet/io/run_record.hpp"

namespace memnet {

// The traces of one point of training.
struct TracedSnapshot {
  double sequences = 0;  // that training had seen
  const std::vector<RunRecord::Trace>* traces = nullptr;
  std::string group;  // in the run file: "/snapshots/3", or "/trace" at the end
};

inline constexpr double kAtTheEnd = 1e12;  // sequences; more than any run trains with

// Returns all snapshots of the record that hold traces, in the order of training; the last one is the end of training.
std::vector<TracedSnapshot> snapshots_of(const RunRecord& record);

// Returns the last snapshot with at most `after` training sequences. Throws an Error of kind usage that starts with
// `command` ("show") if there is none, or if it has no episode `number`.
TracedSnapshot snapshot_at(const RunRecord& record, double after, int number, const std::string& command);

// Returns the first panel with this role, of this head or, if `head` is empty, of any head; nullptr if there is none.
const Matrix* find_panel(const RunRecord::Trace& trace, TracedRole role, const std::string& head = "");

// Returns the weightings over the sentences of a story, one for each hop, in their order.
std::vector<const RunRecord::Trace::Panel*> weightings_over_sentences(const RunRecord::Trace& trace);

}  // namespace memnet
