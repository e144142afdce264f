#include "program/experiment/answers_by_part.hpp"

#include <string>
#include <vector>

namespace memnet {

RunRecord::NamedColumns answers_by_part(const Task& task, const PartCounts& counts) {
  RunRecord::NamedColumns table;
  std::vector<std::vector<std::size_t>> rows{{}};  // the subtasks that each row counts; the first row has all
  table.names = {"all"};
  const std::vector<std::string> parts = task.subtask_names();
  for (std::size_t i = 0; i < counts.untold.size(); ++i) {
    rows.front().push_back(i);
    if (parts.size() < 2 || counts.untold[i].sequences == 0) continue;
    rows.push_back({i});
    table.names.push_back(parts[i]);
  }
  const auto add = [&](const char* name, const char* unit, const std::vector<AnswerCounts>& of, auto value) {
    table.columns.push_back({name, unit, {}});
    for (const std::vector<std::size_t>& row : rows) {
      AnswerCounts sum;
      for (const std::size_t i : row) sum += of[i];
      table.columns.back().values.push_back(value(sum));
    }
  };
  const auto exact = [](const AnswerCounts& c) { return c.exact(); };
  const auto before_error = [](const AnswerCounts& c) { return c.share_before_error(); };
  add("sequences", "", counts.untold, [](const AnswerCounts& c) { return c.sequences; });
  add("exact", "fraction of sequences without error", counts.untold, exact);
  add("before_error", "fraction of an answer before its first error", counts.untold, before_error);
  if (counts.told.empty()) return table;
  add("exact_told_length", "fraction of sequences without error, where the length of each answer is given", counts.told,
      exact);
  add("before_error_told_length", "fraction of an answer before its first error, where its length is given",
      counts.told, before_error);
  return table;
}

}  // namespace memnet
