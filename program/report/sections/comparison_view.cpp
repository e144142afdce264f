#include "program/report/sections/comparison_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace memnet::report {

ComparisonView comparison_view(const std::filesystem::path& place) {
  ComparisonView view;
  view.plan = read_plan(place);
  const std::filesystem::path folder = plan_folder(place).parent_path();
  std::vector<std::filesystem::path> places;
  for (const PlannedRun& cell : view.plan.cells)
    if (std::filesystem::exists(folder / cell.run / "run.h5")) places.push_back(folder / cell.run);
  std::vector<CatalogProblem> problems;
  view.cards = read_catalog(places, &problems);
  view.arrange();
  for (std::size_t i = 0; i < view.plan.cells.size(); ++i)
    for (const CatalogProblem& problem : problems)
      if (problem.file.parent_path().filename() == view.plan.cells[i].run)
        view.states[i] = {"unreadable", problem.message};
  return view;
}

ComparisonView comparison_view_of_runs(std::span<const std::filesystem::path> runs) {
  ComparisonView view;
  view.cards = read_catalog(runs);
  std::map<std::vector<std::string>, std::map<std::string, std::string>> first;  // options, of each task and scheme
  std::set<std::string> differing;
  for (const RunCard& card : view.cards) {
    PlannedRun cell{.run = card.record.name, .options = {card.record.options.begin(), card.record.options.end()}};
    const auto& other = first.try_emplace({cell.value("task"), cell.scheme()}, cell.options).first->second;
    for (const auto& [name, value] : cell.options) {
      const bool shapes =
          name.find('.') != name.npos && !name.starts_with("expect.");  // those without a dot say how a process behaves
      if (const auto found = other.find(name); shapes && found != other.end() && found->second != value)
        differing.insert(name);
    }
    view.plan.cells.push_back(std::move(cell));
  }
  view.plan.name = fmt::format("{} runs", view.cards.size());
  view.plan.axes = {"task", "model", "model.addressing"};
  view.plan.axes.insert(view.plan.axes.end(), differing.begin(), differing.end());
  view.arrange();
  return view;
}

void ComparisonView::arrange() {
  findings = compare_runs(plan, cards);
  std::map<std::string, std::size_t> known;
  for (std::size_t i = 0; i < cards.size(); ++i) known[cards[i].record.name] = i;
  for (const PlannedRun& cell : plan.cells) {
    const auto found = known.find(cell.run);
    if (found == known.end()) {
      states.push_back({"missing", ""});
      continue;
    }
    cards_at[plan.place(cell)].push_back(found->second);
    states.push_back({cards[found->second].record.status, cards[found->second].record.message});
  }
}

std::vector<std::string> ComparisonView::tasks() const {
  std::vector<std::string> tasks;
  for (const Group& group : findings.groups)
    if (std::ranges::find(tasks, group.place.front()) == tasks.end()) tasks.push_back(group.place.front());
  return tasks;
}

std::vector<const RunCard*> ComparisonView::cards_of(const Group& group) const {
  std::vector<const RunCard*> found;
  if (const auto at = cards_at.find(group.place); at != cards_at.end())
    for (const std::size_t i : at->second) found.push_back(&cards[i]);
  return found;
}

const Group* ComparisonView::group_of(const std::string& task, const Contender& contender) const {
  for (const Group& group : findings.groups)
    if (group.place.front() == task &&
        std::equal(group.place.begin() + 1, group.place.end(), contender.place.begin(), contender.place.end()))
      return &group;
  return nullptr;
}

std::string place_of(const Group& group, const std::string& column) {
  std::string tight;  // a place is one word, whatever stands in it
  for (const char c : fmt::format("{}", fmt::join(group.place, ","))) tight += c == ' ' ? "" : std::string(1, c);
  return fmt::format("compare.csv {} {}", tight, column);
}

}  // namespace memnet::report
