#include "program/report/text/weight_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "memnet/base/render.hpp"
#include "program/text/columns.hpp"
#include "program/text/printable.hpp"

namespace memnet {
namespace {

using report::WeightTable;

constexpr std::size_t kMostWord = 12;      // columns of a word beside or above weights
constexpr std::size_t kMostSentence = 60;  // columns of a sentence; the weights beside a longer one are not aligned
constexpr std::size_t kMostColumns = 64;   // beside the words of the rows, in a line of 80

std::string without_blanks_behind(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

// The weights beside sentences: few columns, in which each weight is spelled.
std::string draw_spelled(const WeightTable& table) {
  std::size_t width = 0;
  std::vector<std::string> titles;
  for (const WeightTable::Row& row : table.rows) {
    titles.push_back(printable(row.title()));
    width = std::max(width, std::min(columns_of(titles.back()), kMostSentence));
  }
  std::string picture;
  if (!table.columns.empty() && !table.rows.empty()) {
    std::string head = "  " + filled_behind("", width);
    for (const std::string& column : table.columns) head += filled_before(printable(column), 8);
    picture = head + "\n";
  }
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    std::string line = "  " + filled_behind(titles[r], table.columns.empty() ? 0 : width);
    for (std::size_t c = 0; c < table.columns.size(); ++c)
      if (const double weight = table.cell(r, c).weight; !std::isnan(weight))
        line += fmt::format("  {}{:5.2f}", shade(weight), weight);
    picture += line + "\n";
  }
  return picture;
}

// Returns the beginning of a line, with a title to the right of it.
std::string margin(const std::string& title) { return "  " + filled_before(title, kMostWord) + "  "; }

std::string short_word(const std::string& word) { return cut_to_columns(printable(word), kMostWord); }

// Returns the numbers of the columns in one character each, from the top down: those of 10 are "1" above "0".
std::string number_columns(const std::string& title, std::size_t columns) {
  std::string tens = margin(title), ones = margin("");
  for (std::size_t i = 0; i < columns; ++i) {
    tens += i % 10 == 0 ? std::to_string(i / 10) : " ";
    ones += std::to_string(i % 10);
  }
  return without_blanks_behind(tens) + ones + "\n";
}

std::string draw_shades(const WeightTable& table) {
  std::vector<std::string> titles;
  std::size_t columns = 0;
  for (const std::string& column : table.columns) {
    titles.push_back(short_word(column));
    columns += columns_of(titles.back()) + 1;
  }
  const bool words_fit = columns <= kMostColumns;
  std::string picture =
      words_fit ? margin(short_word(table.title)) : number_columns(short_word(table.title), titles.size());
  if (words_fit) {
    for (const std::string& title : titles) picture += title + " ";
    picture = without_blanks_behind(picture);
  }
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    std::string line = margin(short_word(table.rows[r].title()));
    for (std::size_t c = 0; c < titles.size(); ++c) {
      const char drawn = shade(table.cell(r, c).weight);
      line += words_fit ? std::string(columns_of(titles[c]), drawn) + " " : std::string(1, drawn);
    }
    picture += without_blanks_behind(line);
  }
  if (titles.size() < static_cast<std::size_t>(table.all_columns))
    picture += fmt::format("  The first {} of {} places; the others are left out.\n", titles.size(), table.all_columns);
  return picture;
}

}  // namespace

std::string draw_weights(const WeightTable& table) {
  return table.are_spelled ? draw_spelled(table) : draw_shades(table);
}

}  // namespace memnet
