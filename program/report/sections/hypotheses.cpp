#include "program/report/sections/hypotheses.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"
#include "memnet/os/atomic_file.hpp"
#include "program/report/markup/number.hpp"

namespace memnet::report {
namespace {

using Expected = std::map<std::vector<std::string>, std::string>;  // marks, by place

// Returns a place without spaces, since "cosine|softmax" and "cosine | softmax" are the same scheme.
std::vector<std::string> without_spaces(std::vector<std::string> place) {
  for (std::string& word : place) std::erase(word, ' ');
  return place;
}

// Returns the marks in the file. A last column "renamed_scheme" gives the present name of a scheme that was renamed
// after the file was written.
Expected read_expected(const std::filesystem::path& file, std::vector<std::string> axes) {
  const std::vector<std::byte> bytes = read_file(file);
  std::istringstream text(std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  std::string line;
  std::getline(text, line);
  axes.emplace_back("expected");
  const auto scheme = static_cast<std::size_t>(std::ranges::find(axes, "scheme") - axes.begin());
  std::vector<std::string> columns = split_text(line, ',');
  const bool renames = columns.back() == "renamed_scheme" && scheme < axes.size();
  if (renames) columns.pop_back();
  if (columns != axes)
    fail(ErrorKind::data, "{}: its columns do not fit this comparison; expected {}", file.string(),
         fmt::join(axes, ","));
  Expected expected;
  for (int number = 2; std::getline(text, line); ++number) {
    std::vector<std::string> place = split_text(line, ',');
    if (const std::size_t count = axes.size() + (renames ? 1 : 0); place.size() != count)
      fail(ErrorKind::data, "{}:{}: {} values; expected {}", file.string(), number, place.size(), count);
    if (renames) {
      if (!place.back().empty()) place[scheme] = place.back();
      place.pop_back();
    }
    const std::string mark = place.back();
    place.pop_back();
    expected[without_spaces(place)] = mark;
  }
  return expected;
}

Markup cell(const SeedGroup* group, const Expected& expected, const std::vector<double>& multiples) {
  if (group == nullptr) return element("td", {""});
  const auto prediction = expected.find(without_spaces(group->place));
  const std::string found = mark_of(*group, multiples);
  if (prediction == expected.end())
    return element("td", {{"class", "none"}}, {found.empty() ? "\u2013" : "not predicted; " + found});
  if (found.empty()) return element("td", {prediction->second + " \u2192 no result yet"});
  const bool same = prediction->second == found;
  return element("td", {{"class", same ? "right" : "wrong"}},
                 {fmt::format("{} {} {} ", prediction->second, same ? "=" : "\u2192", found),
                  element("small", {number(group->solved, NumberFormat::whole, source_of(*group, "solved")), "/",
                                    number(static_cast<double>(group->results.size()), NumberFormat::whole,
                                           source_of(*group, "done"))})});
}

}  // namespace

std::string mark_of(const SeedGroup& group, const std::vector<double>& multiples) {
  const int done = static_cast<int>(group.results.size());
  if (done == 0) return "";
  const auto at_least = [&](int of_ten) { return 10 * group.solved >= of_ten * done; };
  const auto twice = std::ranges::find(multiples, 2.0);
  const bool beyond =
      twice != multiples.end() && group.exact[static_cast<std::size_t>(twice - multiples.begin())] >= 0.5;
  return at_least(8) ? (beyond ? "+" : "o") : at_least(2) ? "?" : "-";
}

Markup hypotheses_table(const ComparisonView& view, const std::filesystem::path& file) {
  const Expected expected = read_expected(file, view.comparison.axes);
  Markup head = element("th", {{"scope", "col"}}, {"scheme"}), rows;
  for (const std::string& task : view.tasks()) head += element("th", {{"scope", "col"}}, {name_span(task)});
  for (const ComparedScheme& scheme : view.comparison.schemes) {
    Markup cells = element("th", {{"scope", "row"}}, {name_span(scheme.name)});
    for (const std::string& task : view.tasks())
      cells += cell(view.group_of(task, scheme), expected, view.comparison.multiples);
    rows += element("tr", {cells});
  }
  const Markup note =
      element("p", {"The expected result, then = or \u2192 and the actual one. + solved, and at least half "
                    "of the sequences exact at twice the trained length; o solved, but not exact at "
                    "that length; ? solved by some seeds; - solved by hardly any seed."});
  return note + element("div", {{"class", "scroll"}},
                        {element("table", {element("thead", {element("tr", {head})}), element("tbody", {rows})})});
}

}  // namespace memnet::report
