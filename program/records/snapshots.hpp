// What a run file has traced, and when.
#pragma once

#include <string>
#include <vector>

#include "memnet/io/run_record.hpp"

namespace memnet {

// A moment of training whose episodes were traced.
struct Moment {
  double sequences = 0;  // seen by then
  const std::vector<RunRecord::Trace>* traces = nullptr;
  std::string place;  // in the run file: "/snapshots/3", or "/trace" for the end
};

inline constexpr double kAtTheEnd = 1e12;  // sequences; more than anybody trains with

// All of them, in order: those while training, and the end, once it has come.
std::vector<Moment> traced_moments(const RunRecord& record);

// The last moment that is not later than `after` so many sequences. Where there is none, or it lacks episode `number`,
// an Error of kind usage that starts with `who` ("show").
Moment traced_moment(const RunRecord& record, double after, int number, const std::string& who);

// A panel's numbers, or nullptr.
const Matrix* find_panel(const RunRecord::Trace& trace, const std::string& name);

// Where each hop over a story looked, in their order.
std::vector<const RunRecord::Trace::Panel*> hops_of(const RunRecord::Trace& trace);

}  // namespace memnet
