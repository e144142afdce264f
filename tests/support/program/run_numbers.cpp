#include "tests/support/program/run_numbers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "memnet/io/hdf5.hpp"
#include "memnet/io/run_file.hpp"
#include "program/comparison/plan.hpp"
#include "program/comparison/run_result.hpp"
#include "program/report/content/comparison_view.hpp"
#include "tests/support/program/run_contents.hpp"

namespace memnet {
namespace {

namespace fs = std::filesystem;
using Numbers = std::vector<double>;

std::vector<std::string> split(const std::string& text, char mark) {
  std::vector<std::string> parts(1);
  for (const char c : text)
    if (c == mark)
      parts.emplace_back();
    else
      parts.back() += c;
  return parts;
}

// Of a dataset, straight from the file.
Numbers dataset(const fs::path& run, const std::string& path, Hdf5Shape* shape = nullptr) {
  const std::vector<std::byte> bytes = bytes_of(run / "run.h5");
  const Hdf5Reader file(bytes, run.string());
  const Hdf5Shape present = file.shape(path);
  std::size_t size = 1;
  for (const std::size_t axis : present) size *= axis;
  if (shape != nullptr) *shape = present;
  if (path.starts_with("/trace") || (path.starts_with("/snapshots") && path != "/snapshots/sequences")) {
    std::vector<float> numbers(size);
    file.read(path, present, std::span(numbers));
    return {numbers.begin(), numbers.end()};
  }
  Numbers numbers(size);
  file.read(path, present, std::span(numbers));
  return numbers;
}

double attribute(const fs::path& run, const std::string& group, const std::string& name) {
  const std::vector<std::byte> bytes = bytes_of(run / "run.h5");
  const Hdf5Reader file(bytes, run.string());
  if (group == "/timing") return std::strtod(file.attribute_text(group, name).c_str(), nullptr);
  return file.attribute_number(group, name);
}

// "/trace/0 wrong", "/trace/0 scored"
double count(const fs::path& run, const std::string& trace, bool wrong) {
  const Numbers targets = dataset(run, trace + "/targets"), outputs = dataset(run, trace + "/outputs"),
                mask = dataset(run, trace + "/mask");
  double count = 0;
  for (std::size_t i = 0; i < targets.size(); ++i)
    if (mask[i / (targets.size() / mask.size())] != 0 && (!wrong || (targets[i] > 0.5) != (outputs[i] > 0.5))) ++count;
  return count;
}

// A panel of a trace as a report shows it: answers only where they are scored, and errors, which are no dataset.
ShownPanel panel_of(const fs::path& run, const std::string& path) {
  const std::size_t moment =
      path.find('/', path.starts_with("/trace") ? 1 : 11);  // "/trace/0/..." "/snapshots/2/0/..."
  const std::string trace = path.substr(0, path.find('/', moment + 1)), name = path.substr(trace.size() + 1);
  Hdf5Shape shape;
  ShownPanel panel{name, 1, 0, dataset(run, trace + "/" + (name == "errors" ? "outputs" : name), &shape)};
  if (shape.size() == 2) panel.rows = static_cast<int>(shape[1]);
  if (name.ends_with("/shift")) panel.first = -panel.rows / 2;
  if (name != "errors" && name != "outputs" && name != "targets") return panel;
  const Numbers mask = dataset(run, trace + "/mask"), targets = dataset(run, trace + "/targets");
  for (std::size_t i = 0; i < panel.numbers.size(); ++i) {
    if (name == "errors") panel.numbers[i] -= targets[i];
    if (mask[i / (panel.numbers.size() / mask.size())] == 0) panel.numbers[i] = std::nan("");
  }
  return panel;
}

// "/trace/0/write0/add rows", "... range": at all moments of training, so that colors mean the same in all.
double of_panel(const fs::path& run, const std::string& panel, const std::string& what) {
  if (what == "rows") return panel_of(run, panel).rows;
  const std::string episode = panel.substr(panel.find('/', panel.starts_with("/trace") ? 1 : 11));
  const std::vector<std::byte> bytes = bytes_of(run / "run.h5");
  const Hdf5Reader file(bytes, run.string());
  std::vector<std::string> moments = {"/trace"};
  for (std::string next = "/snapshots/0"; file.exists(next); next = "/snapshots/" + std::to_string(moments.size() - 1))
    moments.push_back(next);
  double largest = 1;
  for (const std::string& moment : moments)
    for (const double number : panel_of(run, moment + episode).numbers)
      if (std::isfinite(number)) largest = std::max(largest, std::abs(number));
  return largest;
}

double of_result(const RunRecord& record, const std::vector<std::string>& what) {
  const RunResult result = result_of(record);
  if (what.size() > 2 && what[1] == "exact") return result.exact[std::stoul(what[2])];
  const std::map<std::string, double> figures = {
      {"sequences", result.sequences},   {"criterion", result.criterion.value_or(std::nan(""))},
      {"score", result.score},           {"read slots", result.read_slots},
      {"parameters", result.parameters}, {"operations", result.flops},
      {"seconds", result.seconds}};
  std::string name = what[1];
  for (std::size_t i = 2; i < what.size(); ++i) name += " " + what[i];
  EXPECT_TRUE(figures.contains(name)) << name;
  return figures.at(name);
}

// A column of compare.csv at a place.
double of_comparison(const fs::path& plan, const std::string& place, const std::string& column) {
  std::ifstream file(plan / "compare.csv");
  std::string line;
  std::getline(file, line);
  const std::vector<std::string> names = split(line, ',');
  const auto at = static_cast<std::size_t>(std::ranges::find(names, column) - names.begin());
  while (std::getline(file, line)) {
    std::string tight;
    for (const char c : line) tight += c == ' ' ? "" : std::string(1, c);
    if (!tight.starts_with(place + ",")) continue;
    const std::vector<std::string> values = split(line, ',');
    EXPECT_LT(at, values.size()) << column;
    return std::strtod(values[at].c_str(), nullptr);
  }
  ADD_FAILURE() << "no line " << place;
  return 0;
}

// The fraction of errorless sequences at the trained length, the second of these sweeps' metrics: [moment].
ShownLine median_of(const std::vector<RunRecord>& runs, const std::string& metric) {
  ShownLine line;
  std::set<double> moments;
  const auto numbers_of = [&](const RunRecord& run) {
    const auto column = std::ranges::find(run.evaluation.metrics, metric, &RunRecord::Column::name);
    Numbers numbers;
    for (std::size_t m = 0; m < run.evaluation.sequences.size(); ++m)
      numbers.push_back(column->values[m * run.evaluation.lengths.size()]);
    return numbers;
  };
  for (const RunRecord& run : runs) moments.insert(run.evaluation.sequences.begin(), run.evaluation.sequences.end());
  for (const double moment : moments) {
    Numbers now;
    for (const RunRecord& run : runs) {
      const Numbers numbers = numbers_of(run);
      double last = numbers.front();
      for (std::size_t m = 0; m < numbers.size(); ++m)
        if (run.evaluation.sequences[m] <= moment) last = numbers[m];
      now.push_back(last);
    }
    std::ranges::sort(now);
    line.x.push_back(moment);
    line.y.push_back((now[(now.size() - 1) / 2] + now[now.size() / 2]) / 2);
  }
  return line;
}

}  // namespace

// What a scheme costs, and how many of its seeds solve their tasks.
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
  return {"", {median_of(own, &RunResult::flops)}, {solved / static_cast<double>(own.size())}};
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
    if (report::place_of(group, "") == "compare.csv " + place + " " && fs::exists(folder_ / run.name / "run.h5"))
      runs.push_back(record(run.name));
  }
  return runs;
}

double RunFiles::at(const std::string& from) const {
  const std::vector<std::string> words = split(from, ' ');
  if (words[0] == "plan") {
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
  if (words[1] == "minus") return words.back() == "rows" ? of_panel(run, words[3], "rows") : 1;
  if (words[1] == "result") return of_result(record(words[0]), {words.begin() + 1, words.end()});
  if (const std::size_t sign = words[1].find('@'); sign != words[1].npos)
    return attribute(run, words[1].substr(0, sign), words[1].substr(sign + 1));
  if (words.back() == "wrong" || words.back() == "scored") return count(run, words[1], words.back() == "wrong");
  if (words.back() == "rows" || words.back() == "range") return of_panel(run, words[1], words.back());
  return dataset(run, words[1])[std::stoul(words[2])];
}

ShownPanel RunFiles::panel_at(const std::string& from) const {
  const std::vector<std::string> words = split(from, ' ');
  ShownPanel panel = panel_of(folder_ / words[0], words.back());
  if (words[1] != "minus") return panel;
  const ShownPanel other = panel_of(folder_ / words[2], words.back());
  for (std::size_t i = 0; i < panel.numbers.size(); ++i) panel.numbers[i] -= other.numbers[i];
  return panel;
}

ShownLine RunFiles::line_at(const std::string& from) const {
  const std::vector<std::string> words = split(from, ' ');
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
  if (words[0] == "contender") return scheme(std::stoul(words[1]));
  const fs::path run = folder_ / words[0];
  const std::string group = words[1].substr(0, words[1].rfind('/'));
  ShownLine line{from, dataset(run, group + (group == "/sweep" ? "/length" : "/sequences")), dataset(run, words[1])};
  if (group != "/evaluation") return line;
  const std::size_t lengths = line.y.size() / line.x.size(), length = std::stoul(words[2]);
  Numbers of_length;
  for (std::size_t moment = 0; moment < line.x.size(); ++moment) of_length.push_back(line.y[moment * lengths + length]);
  line.y = of_length;
  return line;
}

}  // namespace memnet
