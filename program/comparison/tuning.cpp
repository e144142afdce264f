#include "program/comparison/tuning.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>

#include "memnet/base/error.hpp"
#include "program/comparison/comparison.hpp"
#include "program/experiment/experiment.hpp"
#include "program/records/mean.hpp"

namespace memnet {
namespace {

TunedValues summary_of(const SeedGroup& group, std::vector<std::string> values) {
  TunedValues summary{.values = std::move(values), .diverged = group.diverged};
  Mean error;
  for (const RunResult& result : group.results) {
    if (result.diverged) continue;
    if (std::isnan(result.validation_error))
      fail(ErrorKind::usage,
           "tune: a run of {} has no evaluation on the validation split; choose a smaller evaluate.every",
           label_of(group.place));
    error.add(result.validation_error);
  }
  summary.error = error.value();
  return summary;
}

// Returns a run of the plan at this place.
const PlannedRun& run_at(const Plan& plan, const std::vector<std::string>& place) {
  return *std::ranges::find_if(plan.runs, [&](const PlannedRun& run) { return plan.place(run) == place; });
}

}  // namespace

const TunedValues& TunedCell::best() const {
  return *std::ranges::min_element(tried, {}, [](const TunedValues& values) {
    const double error = std::isnan(values.error) ? std::numeric_limits<double>::infinity() : values.error;
    return std::tuple(values.diverged, error);
  });
}

std::vector<TunedCell> tuned_cells(const ComparisonResult& tuning, std::size_t options) {
  constexpr std::size_t kTaskAndScheme = 2;
  if (tuning.axes.size() < kTaskAndScheme + options)
    fail(ErrorKind::data, "{}: its runs do not differ in {} tuned options, so it is no plan of tuning runs",
         tuning.plan, options);
  std::vector<TunedCell> cells;
  for (const SeedGroup& group : tuning.groups) {
    const auto tuned = group.place.end() - static_cast<std::ptrdiff_t>(options);
    std::vector<std::string> place(group.place.begin(), tuned);
    auto cell = std::ranges::find(cells, place, &TunedCell::place);
    if (cell == cells.end()) cell = cells.insert(cell, {std::move(place), {}});
    cell->tried.push_back(summary_of(group, {tuned, group.place.end()}));
  }
  return cells;
}

bool has_all_results(const ComparisonResult& tuning) {
  return std::ranges::all_of(tuning.groups,
                             [](const SeedGroup& group) { return std::cmp_equal(group.results.size(), group.seeds); });
}

Plan reported_plan(const Tuning& tuning, const ComparisonResult& results) {
  const std::vector<TunedCell> cells = tuned_cells(results, tuning.options.size());
  std::vector<PlannedRun> runs;
  for (const std::uint64_t seed : tuning.seeds)
    for (const TunedCell& cell : cells) {
      std::vector<std::string> place = cell.place;
      place.insert(place.end(), cell.best().values.begin(), cell.best().values.end());
      PlannedRun run = run_at(tuning.plan, place);
      run.options["seed"] = fmt::format("{}", seed);
      run.name = Experiment(run.settings(tuning.plan.name)).name();
      runs.push_back(std::move(run));
    }
  std::vector<std::string> axes = tuning.plan.axes;
  axes.resize(axes.size() - tuning.options.size());
  return make_plan(tuning.name, std::move(axes), std::move(runs), {tuning.plan.name, tuning.options});
}

}  // namespace memnet
