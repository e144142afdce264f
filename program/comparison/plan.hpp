// The plan of a comparison: all its runs, written once and never changed.
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "memnet/base/options.hpp"
#include "program/records/run_index.hpp"
#include "program/records/run_path.hpp"

namespace memnet {

// One run of a comparison.
struct PlannedRun {
  std::string name;                            // also the name of its folder
  std::map<std::string, std::string> options;  // all that define the run; none of Behavior (out, threads, ...)

  // Returns the value of an option, "" where the run has no such option.
  std::string value(const std::string& option) const;
  std::string scheme() const;  // SchemeName::text()
  double sequences() const;    // to train on
  // Returns the options as settings of an Experiment, with this origin.
  std::vector<Setting> settings(const std::string& origin) const;
};

// The tuning runs that chose values of some options for each task and scheme (program/comparison/tuning.hpp).
struct PlanTuning {
  std::string plan;                  // the name of their plan, "" if no option was tuned
  std::vector<std::string> options;  // that were tuned
};

struct Plan {
  std::string name;               // <name>-<first 8 digits of the id>; its folder, beside the folders of its runs
  std::string id;                 // 16 hexadecimal digits, a hash of all that follows
  std::vector<std::string> axes;  // options that differ between runs: task, model, model.addressing, ...; not the seed
  std::vector<PlannedRun> runs;   // in the order in which they are started
  PlanTuning tuning = {};

  // Returns the names of the axes in tables: task, scheme (of model, model.addressing and model.write_addressing),
  // write_mode, ... An axis is named after the last part of its option, or after the whole option where several axes
  // have the same last part.
  std::vector<std::string> axis_names() const;
  // Returns the position of a run: its value on each of these axes.
  std::vector<std::string> place(const PlannedRun& run) const;
  // Returns a description such as "copy content append s3".
  std::string describe(const PlannedRun& run) const;
};

// Makes a plan: computes its id, and its name from `name` and the id.
Plan make_plan(const std::string& name, std::vector<std::string> axes, std::vector<PlannedRun> runs,
               PlanTuning tuning = {});

// Reads a plan from its folder, or from the plan.ini in it. Throws an Error of kind data if the text does not match its
// id, which means that it was edited, or if a run or the plan of its tuning would not be in a folder beside it.
Plan read_plan(const std::filesystem::path& place);

// Throws an Error of kind data if the options of a planned run make a run of another name. Then the plan was made by
// another version of memnet.
void check_plan(const Plan& plan);

// Writes <out>/<name>/plan.ini if it is not there. Throws an Error of kind data if another plan is there.
void write_plan(const Plan& plan, const std::filesystem::path& out);

// Returns the folder of a plan, given that folder or the plan.ini in it.
std::filesystem::path plan_folder(const std::filesystem::path& place);

// Returns the folders of those runs that have a run file in `out`, in the order of the plan.
std::vector<std::filesystem::path> existing_runs(std::span<const PlannedRun> runs, const std::filesystem::path& out);

// Returns the given places, with the existing runs of a plan in place of the plan.
std::vector<std::filesystem::path> with_runs_of_plans(std::span<const std::string> places);

// Reads these runs. Run files that cannot be read are left out, and listed in `unreadable` if that is given.
std::vector<RunSummary> read_planned_runs(std::span<const PlannedRun> runs, const std::filesystem::path& out,
                                          std::vector<UnreadableRun>* unreadable = nullptr);

}  // namespace memnet
