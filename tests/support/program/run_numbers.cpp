#include "tests/support/program/run_numbers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <set>

#include "memnet/base/text.hpp"
#include "memnet/io/hdf5.hpp"
#include "memnet/io/run_file.hpp"
#include "program/comparison/plan.hpp"
#include "program/comparison/run_result.hpp"
#include "program/report/content/comparison_view.hpp"
#include "tests/support/program/run_contents.hpp"
#include "tests/support/program/run_datasets.hpp"

namespace memnet {
namespace {

namespace fs = std::filesystem;

double of_result(const RunRecord& record, const std::vector<std::string>& what) {
  const RunResult result = result_of(record);
  if (what.size() > 2 && what[1] == "exact") return result.exact[std::stoul(what[2])];
  const std::map<std::string, double> columns = {{"trained", result.sequences},
                                                 {"solved after", result.criterion.value_or(std::nan(""))},
                                                 {"score", result.score},
                                                 {"read slots", result.read_slots},
#define MEMNET_COST(name, label, ...) {label, result.name},
#include "program/records/costs.def"
#undef MEMNET_COST
                                                 {"seconds", result.seconds}};
  std::string name = what[1];
  for (std::size_t i = 2; i < what.size(); ++i) name += " " + what[i];
  EXPECT_TRUE(columns.contains(name)) << name;
  return columns.at(name);
}

// Returns the number of a group in a column of compare.csv.
double of_comparison(const fs::path& plan, const std::string& place, const std::string& column) {
  std::ifstream file(plan / "compare.csv");
  std::string line;
  std::getline(file, line);
  const std::vector<std::string> names = split_text(line, ',');
  const auto at = static_cast<std::size_t>(std::ranges::find(names, column) - names.begin());
  while (std::getline(file, line)) {
    std::string without_spaces = line;
    std::erase(without_spaces, ' ');
    if (!without_spaces.starts_with(place + ",")) continue;
    const std::vector<std::string> values = split_text(line, ',');
    EXPECT_LT(at, values.size()) << column;
    return std::strtod(values[at].c_str(), nullptr);
  }
  ADD_FAILURE() << "no line " << place;
  return 0;
}

// Returns the median over runs of a metric at the first length, which is the trained one, at every evaluation.
ShownLine median_of(const std::vector<RunRecord>& runs, const std::string& metric) {
  ShownLine line;
  std::set<double> evaluations;
  const auto numbers_of = [&](const RunRecord& run) {
    const auto column = std::ranges::find(run.evaluation.metrics, metric, &RunRecord::Column::name);
    Numbers numbers;
    for (std::size_t m = 0; m < run.evaluation.sequences.size(); ++m)
      numbers.push_back(column->values[m * run.evaluation.lengths.size()]);
    return numbers;
  };
  for (const RunRecord& run : runs)
    evaluations.insert(run.evaluation.sequences.begin(), run.evaluation.sequences.end());
  for (const double sequences : evaluations) {
    Numbers now;
    for (const RunRecord& run : runs) {
      const Numbers numbers = numbers_of(run);
      double last = numbers.front();
      for (std::size_t m = 0; m < numbers.size(); ++m)
        if (run.evaluation.sequences[m] <= sequences) last = numbers[m];
      now.push_back(last);
    }
    std::ranges::sort(now);
    line.x.push_back(sequences);
    line.y.push_back((now[(now.size() - 1) / 2] + now[now.size() / 2]) / 2);
  }
  return line;
}

}  // namespace

ShownLine RunFiles::scheme(std::size_t number) const {
  const Plan plan = read_plan(plan_);
  std::vector<std::vector<std::string>> places;
  std::map<std::vector<std::string>, std::vector<RunResult>> results;
  for (const PlannedRun& run : plan.runs) {
    std::vector<std::string> place = plan.place(run);
    place.erase(place.begin());  // the task
    if (!results.contains(place)) places.push_back(place);
    results[place].push_back(result_of(record(run.name)));
  }
  const std::vector<RunResult>& own = results[places[number]];
  const auto solved = static_cast<double>(std::ranges::count(own, true, &RunResult::solved));
  return {"", {median_of(own, &RunResult::flops_per_sequence)}, {solved / static_cast<double>(own.size())}};
}

const RunRecord& RunFiles::record(const std::string& run) const {
  if (!records_.contains(run)) records_[run] = read_run_file(folder_ / run / "run.h5");
  return records_[run];
}

std::vector<RunRecord> RunFiles::runs_at(const std::string& place) const {
  std::vector<RunRecord> runs;
  const Plan plan = read_plan(plan_);
  for (const PlannedRun& run : plan.runs) {
    SeedGroup group;
    group.place = plan.place(run);
    if (report::source_of(group, "") == "compare.csv " + place + " " && fs::exists(folder_ / run.name / "run.h5"))
      runs.push_back(record(run.name));
  }
  return runs;
}

double RunFiles::of_plan(const std::vector<std::string>& words) const {
  const Plan plan = read_plan(plan_);
  std::map<std::string, double> statuses;
  std::set<std::string> tasks, schemes;
  std::map<std::vector<std::string>, double> seeds;
  for (const PlannedRun& run : plan.runs) {
    const std::string status = fs::exists(folder_ / run.name / "run.h5") ? status_of(folder_ / run.name) : "missing";
    ++statuses[status];
    tasks.insert(run.value("task"));
    schemes.insert(run.scheme());
    seeds[plan.place(run)] += status == "finished" || status == "diverged" ? 1 : 0;
  }
  if (words[1] == "status") return statuses[words[2]];
  if (words[1] == "task") return static_cast<double>(tasks.size());
  if (words[1] == "scheme") return static_cast<double>(schemes.size());
  if (words[1] == "fewest_seeds")
    return std::ranges::min_element(seeds, {}, [](const auto& s) { return s.second; })->second;
  return words[1] == "done" ? statuses["finished"] + statuses["diverged"] : static_cast<double>(plan.runs.size());
}

double RunFiles::at(const std::string& from) const {
  const std::vector<std::string> words = split_text(from, ' ');
  if (words[0] == "plan") return of_plan(words);
  if (words[0] == "compare.csv") {
    if (words[2] == "missing") return of_comparison(plan_, words[1], "seeds") - of_comparison(plan_, words[1], "done");
    return of_comparison(plan_, words[1], words[2]);
  }
  if (words[0] == "compare.h5") {
    const std::vector<std::byte> bytes = bytes_of(plan_ / "compare.h5");
    const Hdf5Reader file(bytes, "compare.h5");
    const Hdf5Shape shape = file.shape(words[1]);
    Numbers numbers(shape.size() == 2 ? shape[0] * shape[1] : shape[0]);
    file.read(words[1], shape, std::span(numbers));
    return numbers[std::stoul(words[2])];
  }
  const fs::path run = folder_ / words[0];
  if (words[1] == "minus") return words.back() == "rows" ? property_of_panel(run, words[3], "rows") : 1;
  if (words[1] == "result") return of_result(record(words[0]), {words.begin() + 1, words.end()});
  if (const std::size_t sign = words[1].find('@'); sign != words[1].npos)
    return attribute_of(run, words[1].substr(0, sign), words[1].substr(sign + 1));
  if (words.back() == "wrong" || words.back() == "scored") return count_bits(run, words[1], words.back() == "wrong");
  if (words.back() == "rows" || words.back() == "range") return property_of_panel(run, words[1], words.back());
  return dataset_of(run, words[1])[std::stoul(words[2])];
}

ShownPanel RunFiles::panel_at(const std::string& from) const {
  const std::vector<std::string> words = split_text(from, ' ');
  ShownPanel panel = panel_of(folder_ / words[0], words.back());
  if (words[1] != "minus") return panel;
  const ShownPanel other = panel_of(folder_ / words[2], words.back());
  for (std::size_t i = 0; i < panel.numbers.size(); ++i) panel.numbers[i] -= other.numbers[i];
  return panel;
}

ShownLine RunFiles::line_at(const std::string& from) const {
  const std::vector<std::string> words = split_text(from, ' ');
  if (words[0] == "compare.csv") {
    const std::vector<RunRecord> runs = runs_at(words[1]);
    if (words[2].starts_with("median_of_")) return median_of(runs, words[2].substr(10));
    ShownLine line;
    if (words[2] == "exact")
      for (const double multiple : {1.0, 2.0})
        line.x.push_back(multiple), line.y.push_back(of_comparison(
                                        plan_, words[1], "exact_" + std::to_string(static_cast<int>(multiple)) + "x"));
    Numbers criteria;
    for (const RunRecord& run : runs)
      if (const RunResult result = result_of(run); words[2] == "criterion" && result.criterion)
        criteria.push_back(*result.criterion);
    if (words[2] != "criterion") return line;
    std::ranges::sort(criteria);
    const auto share = [&](std::size_t solved) {
      return static_cast<double>(solved) / static_cast<double>(runs.size());
    };
    line.x = {0};
    line.y = {0};
    for (std::size_t i = 0; i < criteria.size(); ++i)
      for (const std::size_t solved : {i, i + 1}) line.x.push_back(criteria[i]), line.y.push_back(share(solved));
    line.x.push_back(result_of(runs.front()).sequences);
    line.y.push_back(share(criteria.size()));
    return line;
  }
  if (words[0] == "scheme") return scheme(std::stoul(words[1]));
  const fs::path run = folder_ / words[0];
  const std::string group = words[1].substr(0, words[1].rfind('/'));
  ShownLine line{from, dataset_of(run, group + (group == "/sweep" ? "/length" : "/sequences")),
                 dataset_of(run, words[1])};
  if (group != "/evaluation") return line;
  const std::size_t lengths = line.y.size() / line.x.size(), length = std::stoul(words[2]);
  Numbers of_length;
  for (std::size_t i = 0; i < line.x.size(); ++i) of_length.push_back(line.y[i * lengths + length]);
  line.y = of_length;
  return line;
}

}  // namespace memnet
