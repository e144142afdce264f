#include "program/report/content/comparison_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "memnet/os/folder_lock.hpp"
#include "program/records/run_status.hpp"

namespace memnet::report {

ComparisonView comparison_view(const std::filesystem::path& plan, const BankOptions& banks) {
  ComparisonView view;
  view.plan = read_plan(plan);
  const std::filesystem::path folder = plan_folder(plan).parent_path();
  std::vector<UnreadableRun> problems;
  view.summaries = read_planned_runs(view.plan.runs, folder, &problems);
  view.left_out = Bank(view.plan, banks).complete(view.summaries);
  view.arrange();
  for (std::size_t i = 0; i < view.plan.runs.size(); ++i) {
    ComparisonView::State& state = view.states[i];
    for (const UnreadableRun& problem : problems)
      if (state.status == "missing" && problem.file.parent_path().filename() == view.plan.runs[i].name)
        state = {"unreadable", problem.message};
    if (state.status == "missing")
      state.status = present_status(state.status, folder_in_use(folder / view.plan.runs[i].name));
  }
  return view;
}

ComparisonView comparison_view_of_runs(std::span<const std::filesystem::path> runs) {
  ComparisonView view;
  view.summaries = read_run_index(runs);
  std::map<std::vector<std::string>, std::map<std::string, std::string>>
      first;  // options of the first run of each task and scheme
  std::set<std::string> differing;
  for (const RunSummary& summary : view.summaries) {
    PlannedRun run{.name = summary.record.name, .options = {}};
    for (const NamedText& option : summary.record.options) run.options[option.name] = option.text;
    const auto& other = first.try_emplace({run.value("task"), run.scheme()}, run.options).first->second;
    for (const auto& [name, value] : run.options) {
      // Options without a dot control the process and not the result.
      const bool affects_result = name.find('.') != name.npos && !name.starts_with("expect.");
      if (const auto found = other.find(name); affects_result && found != other.end() && found->second != value)
        differing.insert(name);
    }
    view.plan.runs.push_back(std::move(run));
  }
  view.plan.name = fmt::format("{} runs", view.summaries.size());
  view.plan.axes = {"task", "model", "model.addressing"};
  view.plan.axes.insert(view.plan.axes.end(), differing.begin(), differing.end());
  view.arrange();
  return view;
}

void ComparisonView::arrange() {
  comparison = compare_runs(plan, summaries);
  std::map<std::string, std::size_t> indices;  // of summaries, by name
  for (std::size_t i = 0; i < summaries.size(); ++i) indices[summaries[i].record.name] = i;
  for (const PlannedRun& run : plan.runs) {
    const auto found = indices.find(run.name);
    if (found == indices.end()) {
      states.push_back({"missing", ""});
      continue;
    }
    summaries_at[plan.place(run)].push_back(found->second);
    states.push_back({summaries[found->second].record.status, summaries[found->second].record.message});
  }
}

std::vector<std::string> ComparisonView::tasks() const {
  std::vector<std::string> tasks;
  for (const SeedGroup& group : comparison.groups)
    if (std::ranges::find(tasks, group.place.front()) == tasks.end()) tasks.push_back(group.place.front());
  return tasks;
}

std::vector<const RunSummary*> ComparisonView::summaries_of(const SeedGroup& group) const {
  std::vector<const RunSummary*> found;
  if (const auto at = summaries_at.find(group.place); at != summaries_at.end())
    for (const std::size_t i : at->second) found.push_back(&summaries[i]);
  return found;
}

const SeedGroup* ComparisonView::group_of(const std::string& task, const ComparedScheme& scheme) const {
  for (const SeedGroup& group : comparison.groups)
    if (group.place.front() == task &&
        std::equal(group.place.begin() + 1, group.place.end(), scheme.place.begin(), scheme.place.end()))
      return &group;
  return nullptr;
}

std::string source_of(const SeedGroup& group, const std::string& column) {
  std::string place = fmt::format("{}", fmt::join(group.place, ","));
  std::erase(place, ' ');  // so that the parts of a source are separated by spaces
  return fmt::format("compare.csv {} {}", place, column);
}

}  // namespace memnet::report
