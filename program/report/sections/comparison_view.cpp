#include "program/report/sections/comparison_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace memnet::report {

Survey survey(const std::filesystem::path& place) {
  Survey survey;
  survey.plan = read_plan(place);
  const std::filesystem::path folder = plan_folder(place).parent_path();
  std::vector<UnreadableRun> problems;
  survey.cards = read_planned_runs(survey.plan.runs, folder, &problems);
  survey.arrange();
  for (std::size_t i = 0; i < survey.plan.runs.size(); ++i)
    for (const UnreadableRun& problem : problems)
      if (problem.file.parent_path().filename() == survey.plan.runs[i].name)
        survey.states[i] = {"unreadable", problem.message};
  return survey;
}

Survey survey_of_runs(std::span<const std::filesystem::path> runs) {
  Survey survey;
  survey.cards = read_run_index(runs);
  std::map<std::vector<std::string>, std::map<std::string, std::string>> first;  // options, of each task and scheme
  std::set<std::string> differing;
  for (const RunSummary& card : survey.cards) {
    PlannedRun cell{.name = card.record.name, .options = {card.record.options.begin(), card.record.options.end()}};
    const auto& other = first.try_emplace({cell.value("task"), cell.scheme()}, cell.options).first->second;
    for (const auto& [name, value] : cell.options) {
      const bool shapes =
          name.find('.') != name.npos && !name.starts_with("expect.");  // those without a dot say how a process behaves
      if (const auto found = other.find(name); shapes && found != other.end() && found->second != value)
        differing.insert(name);
    }
    survey.plan.runs.push_back(std::move(cell));
  }
  survey.plan.name = fmt::format("{} runs", survey.cards.size());
  survey.plan.axes = {"task", "model", "model.addressing"};
  survey.plan.axes.insert(survey.plan.axes.end(), differing.begin(), differing.end());
  survey.arrange();
  return survey;
}

void Survey::arrange() {
  comparison = compare_runs(plan, cards);
  std::map<std::string, std::size_t> known;
  for (std::size_t i = 0; i < cards.size(); ++i) known[cards[i].record.name] = i;
  for (const PlannedRun& cell : plan.runs) {
    const auto found = known.find(cell.name);
    if (found == known.end()) {
      states.push_back({"missing", ""});
      continue;
    }
    cards_at[plan.place(cell)].push_back(found->second);
    states.push_back({cards[found->second].record.status, cards[found->second].record.message});
  }
}

std::vector<std::string> Survey::tasks() const {
  std::vector<std::string> tasks;
  for (const SeedGroup& group : comparison.groups)
    if (std::ranges::find(tasks, group.place.front()) == tasks.end()) tasks.push_back(group.place.front());
  return tasks;
}

std::vector<const RunSummary*> Survey::cards_of(const SeedGroup& group) const {
  std::vector<const RunSummary*> found;
  if (const auto at = cards_at.find(group.place); at != cards_at.end())
    for (const std::size_t i : at->second) found.push_back(&cards[i]);
  return found;
}

const SeedGroup* Survey::group_of(const std::string& task, const ComparedScheme& scheme) const {
  for (const SeedGroup& group : comparison.groups)
    if (group.place.front() == task &&
        std::equal(group.place.begin() + 1, group.place.end(), scheme.place.begin(), scheme.place.end()))
      return &group;
  return nullptr;
}

std::string place_of(const SeedGroup& group, const std::string& column) {
  std::string tight;  // a place is one word, whatever stands in it
  for (const char c : fmt::format("{}", fmt::join(group.place, ","))) tight += c == ' ' ? "" : std::string(1, c);
  return fmt::format("compare.csv {} {}", tight, column);
}

}  // namespace memnet::report
