// The metrics of evaluations that charts of a comparison show.
#pragma once

#include <string>
#include <vector>

#include "memnet/io/run_record.hpp"
#include "program/report/content/comparison_view.hpp"
#include "program/report/drawing/axis.hpp"

namespace memnet::report {

// A metric of evaluations (docs/run_file.md), or `loss_per_step`: the loss of a whole answer, which may consist of
// several bits or numbers.
struct Measure {
  std::string name, label;
  Axis::Kind kind;  // of the axis of learning curves

  bool is_in(const RunRecord::Sweeps& sweeps) const;
  // Returns its values in the sweeps of a run, lengths running faster; none if it is not in them.
  std::vector<double> values(const RunRecord& record, const RunRecord::Sweeps& sweeps) const;
};

// Returns the metric of this name. For "" it is the fraction of sequences without an error; or, for tasks without
// certain answers, the bits above the best possible loss.
Measure measure_of(const ComparisonView& view, const std::string& task, const std::string& name);

// Returns the evaluations of a run during training, or those of which the last one is at its end: that of a finished
// run, with more sequences; of one that diverged, those before; none of a run that has not ended.
const RunRecord::Sweeps& sweeps_during_training(const RunRecord& record);
const RunRecord::Sweeps& sweeps_at_the_end(const RunRecord& record);

// Returns in words, a line for each task, how many of the runs with such evaluations do not hold the metric of
// measure_of(); "" if all do. Throws an Error of kind usage, which lists what they hold, if a name is given and no run
// holds it.
std::string runs_without(const ComparisonView& view, const std::string& name,
                         const RunRecord::Sweeps& (*sweeps_of)(const RunRecord&));

}  // namespace memnet::report
