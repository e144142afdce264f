// The plan of a comparison: every cell of its grid, written once and never changed.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "memnet/base/options.hpp"
#include "program/records/scheme_name.hpp"

namespace memnet {

// One run of a comparison.
struct PlannedRun {
  std::string run;                             // its name, and that of its folder
  std::map<std::string, std::string> options;  // all that make the run; not how a process behaves (out, threads, ...)

  // The value of an option, or "" where the cell has no such option.
  std::string value(const std::string& option) const;
  std::string scheme() const;  // scheme_name()
  std::vector<Setting> settings(const std::string& origin) const;
};

struct Plan {
  std::string name;               // <name>-<first 8 digits of the id>: its folder, beside the folders of its runs
  std::string id;                 // 16 hexadecimal digits, from all that follows
  std::vector<std::string> axes;  // options by which cells differ: task, model, model.addressing, ...; never the seed
  std::vector<PlannedRun> cells;  // in the order in which they are run

  // The axes as people see them: task, scheme (of model, model.addressing and model.write_addressing), write_mode, ...,
  // and where a cell lies on each of them. An axis goes by the last part of its option, or by the whole where others
  // have that part too.
  std::vector<std::string> axis_names() const;
  std::vector<std::string> place(const PlannedRun& cell) const;
  // "copy content append s3"
  std::string describe(const PlannedRun& cell) const;
};

Plan make_plan(const std::string& name, std::vector<std::string> axes, std::vector<PlannedRun> cells);

// Reads a plan from its folder, or from the plan.ini in it. One that does not fit its id (somebody has changed it) is
// an Error of kind data.
Plan read_plan(const std::filesystem::path& place);

// Does every cell make the run that it names? If not, the plan was made by another version, or made up: an Error of
// kind data.
void check_plan(const Plan& plan);

// Makes sure that <out>/<name>/plan.ini is there, and this very plan.
void keep_plan(const Plan& plan, const std::filesystem::path& out);

// Is there a plan at this place, and in which folder?
bool is_plan(const std::filesystem::path& place);
std::filesystem::path plan_folder(const std::filesystem::path& place);

}  // namespace memnet
