// Every number in a report is in the run files or follows from them: these tests read both.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "memnet/io/run_file.hpp"
#include "program/records/snapshots.hpp"
#include "tests/support/program/run_numbers.hpp"
#include "tests/support/program/shared_runs.hpp"
#include "tests/support/program/tiny_compare.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;

// Returns the number in a text, without the spaces that group its digits; 0 if there is none.
double number_in(const std::string& text) {
  std::string plain;
  for (const char c : text)
    if (static_cast<unsigned char>(c) < 0x80) plain += c;
  return std::strtod(plain.c_str(), nullptr);
}

void expect_close(double expected, double found, const std::string& what) {
  EXPECT_NEAR(expected, found, 1e-5 * std::max(1.0, std::abs(expected))) << what;
}

// Returns true if the text is the rounded number, or the rounded percentage if it ends with '%'.
bool shows(double value, const std::string& text) {
  if (!std::isfinite(value)) return true;
  const double shown = number_in(text);
  const auto near = [&](double number, double half_a_step) {
    return std::abs(shown - number) <= std::max(half_a_step, 0.006 * std::abs(number));
  };
  if (text.find('%') != text.npos) return near(100 * value, 0.051);
  return near(value, std::abs(value) >= 100 ? 0.5 : 1e-9);
}

void expect_numbers_of(const std::string& page, const RunFiles& files) {
  const std::vector<ShownNumber> numbers = numbers_in(page);
  EXPECT_GT(numbers.size(), 40u);
  for (const ShownNumber& number : numbers) {
    const double expected = files.at(number.from);
    if (std::isinf(expected)) continue;
    expect_close(expected, number.value, number.from);
    const bool end = contains(number.from, "_low") || contains(number.from, "_high");
    EXPECT_TRUE(end ? std::abs(number_in(number.text) - 100 * number.value) < 0.51 : shows(number.value, number.text))
        << number.from << ": " << number.value << " is shown as " << number.text;
  }
}

void expect_lines_of(const std::string& page, const RunFiles& files) {
  const std::vector<ShownLine> lines = lines_in(page);
  EXPECT_GT(lines.size(), 3u);
  for (const ShownLine& line : lines) {
    const ShownLine expected = files.line_at(line.from);
    ASSERT_EQ(line.x.size(), line.y.size()) << line.from;
    ASSERT_EQ(line.x.size(), expected.x.size()) << line.from;
    for (std::size_t i = 0; i < line.x.size(); ++i) {
      expect_close(expected.x[i], line.x[i], line.from);
      expect_close(expected.y[i], line.y[i], line.from);
    }
  }
}

// Checks the alternative texts of pictures: the row with the largest number at each step.
void expect_pictures_of(const std::string& page, const RunFiles& files) {
  const std::vector<ShownPicture> pictures = pictures_in(page);
  EXPECT_GE(pictures.size(), 10u);
  for (const ShownPicture& picture : pictures) {
    const ShownPanel panel = files.panel_at(picture.from);
    std::size_t described = 0;
    for (std::size_t from = 0; from < panel.numbers.size(); from += static_cast<std::size_t>(panel.rows)) {
      const std::span<const double> column =
          std::span(panel.numbers).subspan(from, static_cast<std::size_t>(panel.rows));
      if (std::isnan(column[0])) continue;
      ASSERT_LT(described, picture.largest.size()) << picture.from;
      const ShownPicture::Largest& largest = picture.largest[described++];
      EXPECT_EQ(static_cast<std::size_t>(largest.step), from / column.size()) << picture.from;
      const int row = largest.row - panel.first;
      ASSERT_TRUE(row >= 0 && row < panel.rows) << picture.from;
      EXPECT_EQ(column[static_cast<std::size_t>(row)], std::ranges::max(column)) << picture.from;
      EXPECT_NEAR(largest.number, std::ranges::max(column), 0.00501) << picture.from;
    }
    EXPECT_EQ(described, picture.largest.size()) << picture.from;
  }
}

// Checks the alternative texts of charts: where each line starts and ends.
void expect_charts_of(const std::string& page) {
  const std::vector<ShownChart> charts = charts_in(page);
  EXPECT_GT(charts.size(), 3u);
  for (const ShownChart& chart : charts) {
    ASSERT_EQ(chart.ends.size(), chart.lines.size());
    for (std::size_t i = 0; i < chart.ends.size(); ++i) {
      const ShownLine& line = chart.lines[i];
      const ShownChart::Ends& ends = chart.ends[i];
      EXPECT_TRUE(shows(line.y.front(), ends.from) && shows(line.x.front(), ends.from_at)) << line.from;
      EXPECT_TRUE(shows(line.y.back(), ends.to) && shows(line.x.back(), ends.to_at)) << line.from;
    }
  }
}

// Requires that the only digits in the page's own words are those of definitions.
void expect_no_other_numbers(const std::string& page) {
  std::string words = words_of(page);
  for (const char* definition :
       {"95\u202f%", "99\u202f%", "3 bits", "5\u202f%", "1\u202f%", "&#39;", "0\u2013", "\u00b1"})
    for (std::size_t at; (at = words.find(definition)) != words.npos;)
      words.erase(at, std::string_view(definition).size());
  const std::size_t digit = words.find_first_of("0123456789");
  EXPECT_EQ(digit, words.npos) << words.substr(digit < 60 ? 0 : digit - 60, 120);
}

TEST(ReportNumbers, EveryNumberOfARunIsInItsFile) {
  const fs::path run = only_run(folder_of_shared_run());
  const std::string page = report_of(folder_of_shared_run(), run);
  const RunFiles files(run.parent_path());
  expect_numbers_of(page, files);
  expect_lines_of(page, files);
  expect_pictures_of(page, files);
  expect_charts_of(page);
  expect_no_other_numbers(page);
}

TEST(ReportNumbers, ThePageContainsEveryNumberOfATrace) {
  const fs::path run = only_run(folder_of_shared_run());
  const std::string page = report_of(folder_of_shared_run(), run);
  const RunRecord record = read_run_file(run / "run.h5");
  const std::vector<ShownPanel> shown = panels_in(page);
  ASSERT_EQ(snapshots_of(record).size(), 3u) << "the start, the middle and the end of training";
  std::size_t at = 0;
  for (const TracedSnapshot& snapshot : snapshots_of(record))
    for (const RunRecord::Trace::Panel& panel : snapshot.traces->front().panels) {
      ASSERT_LT(at, shown.size());
      const std::string what = snapshot.group + " " + panel.path();
      const std::span<const Scalar> numbers = panel.numbers.numbers();
      EXPECT_EQ(shown[at].name, panel.path());
      EXPECT_EQ(shown[at].rows, panel.numbers.rows()) << what;
      EXPECT_EQ(shown[at].first, panel.axis == TracedAxis::offset ? -1 : 0) << what << ": shifts are by -1, 0 or 1";
      ASSERT_EQ(shown[at].numbers.size(), numbers.size()) << what;
      for (std::size_t i = 0; i < numbers.size(); ++i)
        EXPECT_NEAR(shown[at].numbers[i], static_cast<double>(numbers[i]), 0.000501) << what << " " << i;
      ++at;
    }
  EXPECT_EQ(at, shown.size());
}

TEST(ReportNumbers, EveryNumberOfAComparisonFollowsFromItsRuns) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), tiny_compare(800)).code, 0);
  const fs::path plan = only_plan(scratch.path());
  const std::string page = report_of(scratch.path(), plan);
  const RunFiles files(scratch / "runs", plan);
  expect_numbers_of(page, files);
  expect_lines_of(page, files);
  expect_pictures_of(page, files);
  expect_charts_of(page);
  expect_no_other_numbers(page);
  for (const fs::path& run : all_runs(scratch.path())) EXPECT_THAT(page, HasSubstr(run.filename())) << run;
  for (const char* part : {"Solved tasks by scheme", "Solved after", "Cost against success",
                           "Attention of every scheme on the same episode", " minus ", "class=\"sortable\""})
    EXPECT_THAT(page, HasSubstr(part)) << part;
  EXPECT_TRUE(page == report_of(scratch.path(), plan / "plan.ini"));
}

}  // namespace
}  // namespace memnet
