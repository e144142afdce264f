// A table of weights with words on both sides: the sentences before a question and the hops, or the words of an answer
// and the places of its source. Text, pages and figures draw nothing else of either.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "memnet/io/run_record.hpp"
#include "program/report/content/alignments.hpp"
#include "program/report/content/story_questions.hpp"

namespace memnet::report {

struct WeightTable {
  struct Row {
    std::string number;  // before its words; "" if it has none
    std::string words;
    bool is_marked = false;  // it is a supporting fact

    std::string title() const { return number.empty() ? words : number + " " + words; }
  };
  struct Cell {
    double weight = std::numeric_limits<double>::quiet_NaN();  // NaN: there is none
    std::string from;                                          // its place in the trace: panel, step, number
  };

  std::string title;  // of the rows: "sentence", or the head
  std::vector<std::string> columns;
  std::vector<Row> rows;
  std::vector<Cell> cells;            // row by row
  bool are_spelled = false;           // columns are few, so each weight is shown as a number, too
  int all_columns = 0, all_rows = 0;  // before it was cut

  const Cell& cell(std::size_t row, std::size_t column) const { return cells[row * columns.size() + column]; }
  bool is_cut() const {
    return all_columns > static_cast<int>(columns.size()) || all_rows > static_cast<int>(rows.size());
  }
};

// Returns the sentences before a question, with a column for each hop. `number` is that of the question.
WeightTable weights_of(const QuestionAsked& question, std::size_t number);

// Returns a table for each head of an answer: its words, with a column for each place of the source; the first ones, if
// there are more. Heads that look at an image have none.
std::vector<WeightTable> weights_of(const Alignments& all, int most_places, int most_steps);

}  // namespace memnet::report
