// A report as its reader finds it: the numbers that are in it, and what the run files say they should be.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "memnet/io/run_record.hpp"

namespace memnet {

// A number with where it is from.
struct ShownNumber {
  double value;
  std::string from, text;
};
std::vector<ShownNumber> numbers_in(const std::string& page);

// A line of a chart.
struct ShownLine {
  std::string from;
  std::vector<double> x, y;
};
std::vector<ShownLine> lines_in(const std::string& page);

// What is left of the page's words without numbers that say where they are from, drawings, names and scripts.
std::string words_of(const std::string& page);

// What run files and comparisons say.
class RunFiles {
 public:
  // The folder that holds the runs, and the plan in it, if there is one.
  explicit RunFiles(std::filesystem::path folder, std::filesystem::path plan = {})
      : folder_(std::move(folder)), plan_(std::move(plan)) {}

  // The number at a place; a failed test where there is no such place.
  double at(const std::string& from) const;
  // The line at a place.
  ShownLine line_at(const std::string& from) const;

 private:
  ShownLine contender(std::size_t number) const;
  const RunRecord& record(const std::string& run) const;
  // Those of a place of the plan, in its order.
  std::vector<RunRecord> runs_at(const std::string& place) const;

  std::filesystem::path folder_, plan_;
  mutable std::map<std::string, RunRecord> records_;
};

}  // namespace memnet
