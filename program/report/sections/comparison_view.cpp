#include "program/report/sections/comparison_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace memnet::report {

Survey survey(const std::filesystem::path& place) {
  Survey survey;
  survey.plan = read_plan(place);
  const std::filesystem::path folder = plan_folder(place).parent_path();
  std::vector<std::filesystem::path> places;
  for (const PlannedRun& cell : survey.plan.cells)
    if (std::filesystem::exists(folder / cell.run / "run.h5")) places.push_back(folder / cell.run);
  std::vector<CatalogProblem> problems;
  survey.cards = read_catalog(places, &problems);
  survey.arrange();
  for (std::size_t i = 0; i < survey.plan.cells.size(); ++i)
    for (const CatalogProblem& problem : problems)
      if (problem.file.parent_path().filename() == survey.plan.cells[i].run)
        survey.states[i] = {"unreadable", problem.message};
  return survey;
}

Survey survey_of_runs(std::span<const std::filesystem::path> runs) {
  Survey survey;
  survey.cards = read_catalog(runs);
  std::map<std::vector<std::string>, std::map<std::string, std::string>> first;  // options, of each task and scheme
  std::set<std::string> differing;
  for (const RunCard& card : survey.cards) {
    PlannedRun cell{.run = card.record.name, .options = {card.record.options.begin(), card.record.options.end()}};
    const auto& other = first.try_emplace({cell.value("task"), cell.scheme()}, cell.options).first->second;
    for (const auto& [name, value] : cell.options) {
      const bool shapes =
          name.find('.') != name.npos && !name.starts_with("expect.");  // those without a dot say how a process behaves
      if (const auto found = other.find(name); shapes && found != other.end() && found->second != value)
        differing.insert(name);
    }
    survey.plan.cells.push_back(std::move(cell));
  }
  survey.plan.name = fmt::format("{} runs", survey.cards.size());
  survey.plan.axes = {"task", "model", "model.addressing"};
  survey.plan.axes.insert(survey.plan.axes.end(), differing.begin(), differing.end());
  survey.arrange();
  return survey;
}

void Survey::arrange() {
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

std::vector<std::string> Survey::tasks() const {
  std::vector<std::string> tasks;
  for (const Group& group : findings.groups)
    if (std::ranges::find(tasks, group.place.front()) == tasks.end()) tasks.push_back(group.place.front());
  return tasks;
}

std::vector<const RunCard*> Survey::cards_of(const Group& group) const {
  std::vector<const RunCard*> found;
  if (const auto at = cards_at.find(group.place); at != cards_at.end())
    for (const std::size_t i : at->second) found.push_back(&cards[i]);
  return found;
}

const Group* Survey::group_of(const std::string& task, const Contender& contender) const {
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
