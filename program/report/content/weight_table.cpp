#include "program/report/content/weight_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace memnet::report {

WeightTable weights_of(const QuestionAsked& question, std::size_t number) {
  WeightTable table{.title = "sentence",
                    .columns = {},
                    .rows = {},
                    .cells = {},
                    .are_spelled = true,
                    .all_columns = static_cast<int>(question.hops.size()),
                    .all_rows = static_cast<int>(question.sentences.size())};
  for (const QuestionAsked::Hop& hop : question.hops) table.columns.push_back(hop.title);
  for (std::size_t s = 0; s < question.sentences.size(); ++s) {
    table.rows.push_back({question.sentences[s].number, question.sentences[s].words, question.is_supported_by(s)});
    for (const QuestionAsked::Hop& hop : question.hops)
      table.cells.push_back({hop.weight(s), fmt::format("{} {} {}", hop.panel, number, s - hop.lost)});
  }
  return table;
}

std::vector<WeightTable> weights_of(const Alignments& all, int most_places, int most_steps) {
  std::vector<WeightTable> tables;
  for (const Alignments::Head& head : all.heads) {
    if (head.across > 0) continue;
    const Matrix& weights = *head.weights;
    const int places = std::min(head.places(), most_places), steps = std::min(weights.cols(), most_steps);
    tables.push_back({.title = head.title,
                      .columns = {},
                      .rows = {},
                      .cells = {},
                      .are_spelled = false,
                      .all_columns = head.places(),
                      .all_rows = weights.cols()});
    WeightTable& table = tables.back();
    for (int i = 0; i < places; ++i) table.columns.push_back(all.place(head, i));
    for (int t = 0; t < steps; ++t) {
      table.rows.push_back({"", all.step(head, t), false});
      for (int i = 0; i < places; ++i)
        table.cells.push_back({static_cast<double>(weights(i, t)), fmt::format("{} {} {}", head.panel, t, i)});
    }
  }
  return tables;
}

}  // namespace memnet::report
