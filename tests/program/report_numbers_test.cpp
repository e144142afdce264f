// Every number in a report is in the run files, or follows from them: this reads both.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "memnet/io/run_file.hpp"
#include "tests/program/run_numbers.hpp"
#include "tests/program/tiny_compare.hpp"

namespace memnet {
namespace {

namespace fs = std::filesystem;

// The number that a reader sees, without spaces that group its digits; nothing where it is none.
double seen(const std::string& text) {
  std::string plain;
  for (const char c : text)
    if (static_cast<unsigned char>(c) < 0x80) plain += c;
  return std::strtod(plain.c_str(), nullptr);
}

void expect_close(double expected, double found, const std::string& what) {
  EXPECT_NEAR(expected, found, 1e-5 * std::max(1.0, std::abs(expected))) << what;
}

// As a reader sees it: rounded, perhaps to a percentage.
bool shows(double value, const std::string& text) {
  if (!std::isfinite(value)) return true;
  const double shown = seen(text);
  const auto near = [&](double number, double half_a_step) {
    return std::abs(shown - number) <= std::max(half_a_step, 0.006 * std::abs(number));
  };
  return near(value, std::abs(value) >= 100 ? 0.5 : 1e-9) || near(100 * value, 0.51);
}

void expect_numbers_of(const std::string& page, const RunFiles& files) {
  const std::vector<ShownNumber> numbers = numbers_in(page);
  EXPECT_GT(numbers.size(), 40u);
  for (const ShownNumber& number : numbers) {
    const double expected = files.at(number.from);
    if (std::isinf(expected)) continue;
    expect_close(expected, number.value, number.from);
    EXPECT_TRUE(shows(number.value, number.text))
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

// No digit stands in the page's own words but those of definitions.
void expect_no_other_numbers(const std::string& page) {
  std::string words = words_of(page);
  for (const char* definition : {"95\u202f%", "99\u202f%", "3 bits", "&#39;", "0\u2013", "\u00b1"})
    for (std::size_t at; (at = words.find(definition)) != words.npos;)
      words.erase(at, std::string_view(definition).size());
  const std::size_t digit = words.find_first_of("0123456789");
  EXPECT_EQ(digit, words.npos) << words.substr(digit < 60 ? 0 : digit - 60, 120);
}

// A run that the tests of runs share.
const fs::path& shared_folder() {
  static const Scratch scratch;
  static const bool there = [] { return memnet(scratch.path(), tiny_run(2000)).code == 0; }();
  EXPECT_TRUE(there);
  return scratch.path();
}

TEST(ReportNumbers, EveryNumberOfARunIsInItsFile) {
  const fs::path run = only_run(shared_folder());
  const std::string page = report_of(shared_folder(), run);
  const RunFiles files(run.parent_path());
  expect_numbers_of(page, files);
  expect_lines_of(page, files);
  expect_no_other_numbers(page);
}

TEST(ReportNumbers, ThePageCarriesEveryNumberOfATrace) {
  const fs::path run = only_run(shared_folder());
  const std::string page = report_of(shared_folder(), run);
  const RunRecord record = read_run_file(run / "run.h5");
  for (const RunRecord::Trace::Panel& panel : record.traces.front().panels) {
    std::string list;
    for (const Scalar number : panel.numbers.numbers())
      list += (list.empty() ? "" : ",") + std::to_string(std::lround(1000 * static_cast<double>(number)));
    EXPECT_TRUE(contains(page, "{\"name\":\"" + panel.name + "\",\"rows\":" + std::to_string(panel.numbers.rows()) +
                                   ",\"thousandths\":[" + list + "]}"))
        << panel.name;
  }
}

TEST(ReportNumbers, EveryNumberOfAComparisonFollowsFromItsRuns) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), tiny_compare(800)).code, 0);
  const fs::path plan = only_plan(scratch.path());
  const std::string page = report_of(scratch.path(), plan);
  const RunFiles files(scratch / "runs", plan);
  expect_numbers_of(page, files);
  expect_lines_of(page, files);
  expect_no_other_numbers(page);
  for (const fs::path& run : all_runs(scratch.path())) EXPECT_TRUE(contains(page, run.filename())) << run;
  for (const char* part : {"What solves what", "Sequences to criterion", "Cost against success", "Where heads look",
                           " minus ", "class=\"sortable\""})
    EXPECT_TRUE(contains(page, part)) << part;
  EXPECT_TRUE(page == report_of(scratch.path(), plan / "plan.ini"));
}

}  // namespace
}  // namespace memnet
