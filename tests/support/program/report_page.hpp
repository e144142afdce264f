// A report as its reader finds it, and the numbers that are in it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace memnet {

// A number with where it is from.
struct ShownNumber {
  double value;
  std::string from, text;
};
std::vector<ShownNumber> numbers_in(const std::string& page);

// A line of a chart.
struct ShownLine {
  std::string from;
  std::vector<double> x, y;
};
std::vector<ShownLine> lines_in(const std::string& page);

// A chart, and where its alternative text says that each line begins and ends.
struct ShownChart {
  struct Ends {
    std::string from, from_at, to, to_at;
  };
  std::vector<Ends> said;
  std::vector<ShownLine> lines;
};
std::vector<ShownChart> charts_in(const std::string& page);

// Numbers that the page carries for its scripts.
struct ShownPanel {
  std::string name;
  int rows;
  int first;                    // what the first row is counted as
  std::vector<double> numbers;  // column by column
};
std::vector<ShownPanel> panels_in(const std::string& page);

// A picture of a panel, and what its alternative text says of it: the row with the largest number at each step.
struct ShownPicture {
  struct Largest {
    int step, row;
    double number;
  };
  std::string from;
  std::vector<Largest> largest;
};
std::vector<ShownPicture> pictures_in(const std::string& page);

// What is left of the page's words without numbers that say where they are from, drawings, names and scripts.
std::string words_of(const std::string& page);

// The report of this place, made in this folder; it has to be made without a word.
std::string report_of(const std::filesystem::path& folder, const std::filesystem::path& place);

}  // namespace memnet
