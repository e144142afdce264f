// Reads a report back: the numbers, lines and pictures that its page shows.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace memnet {

// A number and its source.
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

// A chart, and the ends of each line in its alternative text.
struct ShownChart {
  struct Ends {
    std::string from, from_at, to, to_at;
  };
  std::vector<Ends> ends;
  std::vector<ShownLine> lines;
};
std::vector<ShownChart> charts_in(const std::string& page);

// A panel in the data of the page's scripts.
struct ShownPanel {
  std::string name;
  int rows;
  int first;                    // the index of the first row
  std::vector<double> numbers;  // column by column
};
std::vector<ShownPanel> panels_in(const std::string& page);

// A picture of a panel, and the row with the largest number at each step, from its alternative text.
struct ShownPicture {
  struct Largest {
    int step, row;
    double number;
  };
  std::string from;
  std::vector<Largest> largest;
};
std::vector<ShownPicture> pictures_in(const std::string& page);

// Returns the words of the page, without numbers that have a source, drawings, names and scripts.
std::string words_of(const std::string& page);

// Returns the report of a run or a plan, made in this folder. Fails the test if the program prints anything.
std::string report_of(const std::filesystem::path& folder, const std::filesystem::path& run_or_plan);

}  // namespace memnet
