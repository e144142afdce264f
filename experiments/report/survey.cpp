#include "experiments/report/survey.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace memnet::report {

Survey survey(const std::filesystem::path& place) {
  Survey survey{
      .plan = read_plan(place), .folder = plan_folder(place).parent_path(), .cards = {}, .findings = {}, .states = {}};
  std::vector<std::filesystem::path> places;
  for (const Cell& cell : survey.plan.cells)
    if (std::filesystem::exists(survey.folder / cell.run / "run.h5")) places.push_back(survey.folder / cell.run);
  std::vector<CatalogProblem> problems;
  survey.cards = read_catalog(places, &problems);
  survey.findings = compare_runs(survey.plan, survey.cards);

  std::map<std::string, Survey::State> known;
  for (const RunCard& card : survey.cards)
    known[card.file.parent_path().filename()] = {card.record.status, card.record.message};
  for (const CatalogProblem& problem : problems)
    known[problem.file.parent_path().filename()] = {"unreadable", problem.message};
  for (const Cell& cell : survey.plan.cells) {
    const auto found = known.find(cell.run);
    survey.states.push_back(found == known.end() ? Survey::State{"missing", ""} : found->second);
  }
  return survey;
}

std::vector<std::string> Survey::tasks() const {
  std::vector<std::string> tasks;
  for (const Group& group : findings.groups)
    if (std::ranges::find(tasks, group.place.front()) == tasks.end()) tasks.push_back(group.place.front());
  return tasks;
}

std::vector<const RunRecord*> Survey::records_of(const Group& group) const {
  std::vector<const RunRecord*> records;
  for (const Cell& cell : plan.cells) {
    if (plan.place(cell) != group.place) continue;
    const auto card = std::ranges::find(cards, cell.run, [](const RunCard& c) { return c.record.name; });
    if (card != cards.end()) records.push_back(&card->record);
  }
  return records;
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
