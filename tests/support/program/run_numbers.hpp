// Looks up the numbers of a report in run files and comparisons, to check the report.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "memnet/io/run_record.hpp"
#include "tests/support/program/report_page.hpp"

namespace memnet {

// The files that the sources of a report's numbers refer to.
class RunFiles {
 public:
  // `folder` contains the runs, and also `plan`, if there is one.
  explicit RunFiles(std::filesystem::path folder, std::filesystem::path plan = {})
      : folder_(std::move(folder)), plan_(std::move(plan)) {}

  // Returns the number of a source. Fails the test if there is none.
  double at(const std::string& from) const;
  // Returns the panel of a source: of a trace, or the difference of two.
  ShownPanel panel_at(const std::string& from) const;
  // Returns the line of a source.
  ShownLine line_at(const std::string& from) const;

 private:
  // Returns the cost of a scheme and the fraction of its runs that solve their tasks.
  ShownLine scheme(std::size_t number) const;
  const RunRecord& record(const std::string& run) const;
  // Returns a number of the plan, such as of the source "plan status finished".
  double of_plan(const std::vector<std::string>& words) const;
  // Returns the runs of a group of the plan, in the order of the plan.
  std::vector<RunRecord> runs_at(const std::string& place) const;

  std::filesystem::path folder_, plan_;
  mutable std::map<std::string, RunRecord> records_;
};

}  // namespace memnet
