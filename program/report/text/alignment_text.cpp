#include "program/report/text/alignment_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "memnet/base/render.hpp"
#include "memnet/base/utf8.hpp"
#include "program/report/content/alignments.hpp"
#include "program/text/printable.hpp"

namespace memnet {
namespace {

constexpr int kMostPlaces = 40;               // that fit beside each other
constexpr std::size_t kMostWordLetters = 12;  // of a word
constexpr std::size_t kMostColumns = 64;      // beside the words of the answer, in a line of 80

// A word of a table, and how many characters it has.
struct Cell {
  std::string text;
  std::size_t width = 0;
};

Cell shortened(const std::string& word) {
  const std::string shown = printable(word);
  Cell cell;
  for (std::string_view rest = shown; !rest.empty() && cell.width < kMostWordLetters; ++cell.width) {
    const std::string_view character = rest.substr(0, std::max<std::size_t>(character_length(rest), 1));
    cell.text += character;
    rest.remove_prefix(character.size());
  }
  return cell;
}

// Returns the beginning of a line, with a title to the right of it.
std::string margin(const std::string& title) {
  const Cell cell = shortened(title);
  return "  " + std::string(kMostWordLetters - cell.width, ' ') + cell.text + "  ";
}

std::string without_blanks_behind(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

// Returns the numbers of the places in columns of one character, from the top down: those of 10 are "1" above "0".
std::string number_columns(const std::string& title, int places) {
  std::string tens = margin(title), ones = margin("");
  for (int i = 0; i < places; ++i) {
    tens += i % 10 == 0 ? std::to_string(i / 10) : " ";
    ones += std::to_string(i % 10);
  }
  return without_blanks_behind(tens) + ones + "\n";
}

std::string draw_alignment(const report::Alignments& all, const report::Alignments::Head& head) {
  const int places = std::min(head.places(), kMostPlaces);
  std::vector<Cell> titles;
  std::size_t columns = 0;
  for (int i = 0; i < places; ++i) {
    titles.push_back(shortened(all.place(head, i)));
    columns += titles.back().width + 1;
  }
  const bool words_fit = columns <= kMostColumns;
  std::string picture;
  if (words_fit) {
    std::string line = margin(head.title);
    for (const Cell& title : titles) line += title.text + " ";
    picture = without_blanks_behind(line);
  } else {
    picture = number_columns(head.title, places);
  }
  for (int t = 0; t < head.weights->cols(); ++t) {
    std::string line = margin(all.step(head, t));
    for (int i = 0; i < places; ++i) {
      const auto drawn = shade(static_cast<double>((*head.weights)(i, t)));
      line += words_fit ? std::string(titles[static_cast<std::size_t>(i)].width, drawn) + " " : std::string(1, drawn);
    }
    picture += without_blanks_behind(line);
  }
  if (places < head.places())
    picture += fmt::format("  The first {} of {} places; the others are left out.\n", places, head.places());
  return picture;
}

}  // namespace

std::string draw_alignments(const RunRecord::Trace& trace) {
  const report::Alignments all = report::alignments_of(trace);
  std::string pictures;
  for (const report::Alignments::Head& head : all.heads)
    pictures += (pictures.empty() ? "" : "\n") + draw_alignment(all, head);
  return pictures;
}

}  // namespace memnet
