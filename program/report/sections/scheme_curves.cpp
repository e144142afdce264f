#include "program/report/sections/scheme_curves.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "program/records/record.hpp"
#include "program/records/recorded_task.hpp"
#include "program/records/solved.hpp"
#include "program/report/sections/measure.hpp"

namespace memnet::report {
namespace {

constexpr std::size_t kMostBands = 6;  // more bands would cover each other

Line seed_line(const RunRecord& record, const Measure& measure) {
  const RunRecord::Sweeps& sweeps = record.evaluation;
  const std::optional<std::size_t> length = trained_length_index(sweeps, *recorded_task(record));
  Line line{.name = "seed " + recorded_option(record, "seed"), .from = "", .x = {}, .y = {}};
  const std::vector<double> values = measure.values(record, sweeps);
  if (!length || values.empty()) return line;
  line.from = fmt::format("{} /evaluation/{} {}", record.name, measure.name, *length);
  line.x = sweeps.sequences;
  for (std::size_t evaluation = 0; evaluation < sweeps.sequences.size(); ++evaluation)
    line.y.push_back(values[evaluation * sweeps.lengths.size() + *length]);
  return line;
}

// Returns the value of a line at x: its last number up to there, or its first.
double value_at(const Line& line, double x) {
  const auto after = std::ranges::upper_bound(line.x, x);
  return line.y[static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, after - line.x.begin() - 1))];
}

std::vector<Line> seed_lines(const ComparisonView& view, const SeedGroup& group, const Measure& measure) {
  std::vector<Line> lines;
  for (const RunSummary* summary : view.summaries_of(group))
    if (Line line = seed_line(summary->record, measure); !line.x.empty()) lines.push_back(std::move(line));
  return lines;
}

Line median_line(const std::vector<Line>& seeds, const std::string& name, const std::string& from) {
  std::set<double> xs;
  for (const Line& seed : seeds) xs.insert(seed.x.begin(), seed.x.end());
  Line line{.name = name, .from = from, .x = {xs.begin(), xs.end()}, .y = {}};
  for (const double x : line.x) {
    std::vector<double> numbers;
    for (const Line& seed : seeds) numbers.push_back(value_at(seed, x));
    line.y.push_back(median(numbers));
    const auto [low, high] = std::ranges::minmax(numbers);
    line.low.push_back(low);
    line.high.push_back(high);
  }
  return line;
}

std::string median_source(const SeedGroup& group, const Measure& measure) {
  return source_of(group, "median_of_" + measure.name);
}

// Calls visit(index, scheme, group) for every scheme with runs on a task.
template <class Visit>
void each_scheme(const ComparisonView& view, const std::string& task, Visit visit) {
  for (std::size_t i = 0; i < view.comparison.schemes.size(); ++i)
    if (const SeedGroup* group = view.group_of(task, view.comparison.schemes[i]))
      visit(i, view.comparison.schemes[i], *group);
}

}  // namespace

void drop_bands(Chart& chart) {
  if (chart.lines.size() <= kMostBands) return;
  for (Line& line : chart.lines) line.low.clear(), line.high.clear();
}

Chart learning_by_scheme(const ComparisonView& view, const std::string& task, const std::string& metric) {
  const Measure measure = measure_of(view, task, metric);
  Chart chart{.title = "Learning",
              .x = {.label = "training sequences"},
              .y = {.label = measure.label + " at the trained length", .kind = measure.kind},
              .lines = {}};
  each_scheme(view, task, [&](std::size_t i, const ComparedScheme& scheme, const SeedGroup& group) {
    const std::vector<Line> seeds = seed_lines(view, group, measure);
    if (seeds.empty()) return;
    chart.lines.push_back(median_line(seeds, scheme.name, median_source(group, measure)));
    chart.lines.back().style = static_cast<int>(i);
  });
  drop_bands(chart);
  return chart;
}

Chart learning_of_seeds(const ComparisonView& view, const std::string& task, std::size_t scheme) {
  const Measure measure = measure_of(view, task, "");
  const ComparedScheme& of = view.comparison.schemes[scheme];
  Chart chart{.title = of.name,
              .x = {.label = "training sequences"},
              .y = {.label = measure.label + " at the trained length", .kind = measure.kind},
              .lines = {}};
  const SeedGroup* group = view.group_of(task, of);
  if (group == nullptr) return chart;
  const std::vector<Line> seeds = seed_lines(view, *group, measure);
  if (seeds.empty()) return chart;
  Line median = median_line(seeds, "median", median_source(*group, measure));
  median.low.clear(), median.high.clear();
  median.style = static_cast<int>(scheme);
  chart.lines.push_back(std::move(median));
  for (Line seed : seeds) {
    seed.style = static_cast<int>(scheme);
    seed.faint = true;
    chart.lines.push_back(std::move(seed));
  }
  return chart;
}

Chart lengths_by_scheme(const ComparisonView& view, const std::string& task) {
  Chart chart{.title = "Beyond the trained length",
              .x = {.label = "length, in multiples of the longest trained one"},
              .y = {.label = "sequences without an error", .kind = Axis::percent},
              .lines = {}};
  each_scheme(view, task, [&](std::size_t i, const ComparedScheme& scheme, const SeedGroup& group) {
    if (group.results.empty()) return;
    Line line{.name = scheme.name, .from = source_of(group, "exact"), .x = view.comparison.multiples, .y = group.exact};
    line.style = static_cast<int>(i);
    line.dots = true;
    for (const double multiple : line.x) {
      double low = 1, high = 0;
      for (const RunResult& result : group.results)
        if (const auto found = std::ranges::find(result.multiples, multiple); found != result.multiples.end()) {
          const double exact = result.exact[static_cast<std::size_t>(found - result.multiples.begin())];
          low = std::min(low, exact), high = std::max(high, exact);
        }
      line.low.push_back(low);
      line.high.push_back(high);
    }
    chart.lines.push_back(std::move(line));
  });
  drop_bands(chart);
  return chart;
}

Chart solved_by_scheme(const ComparisonView& view, const std::string& task) {
  Chart chart{.title = "Solved after",
              .x = {.label = "training sequences"},
              .y = {.label = "seeds that have solved the task", .kind = Axis::percent},
              .lines = {}};
  each_scheme(view, task, [&](std::size_t i, const ComparedScheme& scheme, const SeedGroup& group) {
    if (group.results.empty()) return;
    Line line{.name = scheme.name, .from = source_of(group, "criterion"), .x = {0}, .y = {0}};
    std::vector<double> criteria;
    double budget = 0;
    for (const RunResult& result : group.results) {
      if (result.criterion) criteria.push_back(*result.criterion);
      budget = std::max(budget, result.sequences);
    }
    std::ranges::sort(criteria);
    for (std::size_t k = 0; k < criteria.size(); ++k)
      for (const std::size_t solved : {k, k + 1}) {
        line.x.push_back(criteria[k]);
        line.y.push_back(static_cast<double>(solved) / static_cast<double>(group.results.size()));
      }
    line.x.push_back(std::max(budget, line.x.back()));
    line.y.push_back(line.y.back());
    line.style = static_cast<int>(i);
    chart.lines.push_back(std::move(line));
  });
  return chart;
}

Chart cost_and_success(const ComparisonView& view) {
  Chart chart{
      .title = "Cost against success",
      .x = {.label = "operations per training sequence, median over tasks and seeds", .kind = Axis::logarithmic},
      .y = {.label = "fraction of the runs on all tasks that solve their task", .kind = Axis::percent},
      .lines = {}};
  for (std::size_t i = 0; i < view.comparison.schemes.size(); ++i) {
    const ComparedScheme& scheme = view.comparison.schemes[i];
    std::vector<RunResult> results;
    for (const std::string& task : view.tasks())
      if (const SeedGroup* group = view.group_of(task, scheme))
        results.insert(results.end(), group->results.begin(), group->results.end());
    const double flops = median_of(results, &RunResult::flops_per_sequence);
    if (std::isnan(flops)) continue;
    const double solved = static_cast<double>(std::ranges::count(results, true, &RunResult::solved)) /
                          static_cast<double>(results.size());
    Line line{.name = scheme.name, .from = fmt::format("scheme {}", i), .x = {flops}, .y = {solved}};
    line.style = static_cast<int>(i);
    line.dots = true;
    chart.lines.push_back(std::move(line));
  }
  return chart;
}

}  // namespace memnet::report
