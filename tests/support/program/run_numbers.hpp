// What run files and comparisons say, for whoever holds something else against them.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "memnet/io/run_record.hpp"
#include "tests/support/program/report_page.hpp"

namespace memnet {

// The places that numbers of a report name.
class RunFiles {
 public:
  // The folder that holds the runs, and the plan in it, if there is one.
  explicit RunFiles(std::filesystem::path folder, std::filesystem::path plan = {})
      : folder_(std::move(folder)), plan_(std::move(plan)) {}

  // The number at a place; a failed test where there is no such place.
  double at(const std::string& from) const;
  // The panel at a place: of a trace, or the difference of two.
  ShownPanel panel_at(const std::string& from) const;
  // The line at a place.
  ShownLine line_at(const std::string& from) const;

 private:
  ShownLine scheme(std::size_t number) const;
  const RunRecord& record(const std::string& run) const;
  // Those of a place of the plan, in its order.
  std::vector<RunRecord> runs_at(const std::string& place) const;

  std::filesystem::path folder_, plan_;
  mutable std::map<std::string, RunRecord> records_;
};

}  // namespace memnet
