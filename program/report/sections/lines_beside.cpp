#include "program/report/sections/lines_beside.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <system_error>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"
#include "memnet/base/utf8.hpp"
#include "memnet/os/atomic_file.hpp"
#include "program/text/printable.hpp"

namespace memnet::report {
namespace {

constexpr std::size_t kMostBytes = 1 << 20, kLongestName = 80;
constexpr std::size_t kMostLines = 15;  // as many as there are dashed styles, from 1 on
constexpr std::size_t kMostDots = 20;   // of a line; more would cover it
constexpr double kLargest = 1e15;       // of a number

// Where a row is, and what is wrong with it.
struct Row {
  std::string file;
  int number = 0;

  [[noreturn]] void refuse(const std::string& problem) const {
    fail(ErrorKind::data, "{}:{}: {}", file, number, problem);
  }
};

double number_in(const Row& row, const char* column, const std::string& text) {
  const std::optional<double> number = parse_number<double>(text);
  if (!number || !(std::abs(*number) <= kLargest))
    row.refuse(fmt::format("{} = '{}' is not a number from -1e15 to 1e15", column, printable(excerpt(text))));
  return *number;
}

Line& line_of(const Row& row, const std::string& name, const std::string& task, std::vector<LineBeside>& lines) {
  const auto found = std::ranges::find_if(
      lines, [&](const LineBeside& other) { return other.line.name == name && other.task == task; });
  if (found != lines.end()) return found->line;
  if (lines.size() == kMostLines) row.refuse(fmt::format("more than {} lines; leave some out", kMostLines));
  const int style = 1 + static_cast<int>(lines.size());
  lines.push_back({task, {.name = name, .from = row.file, .x = {}, .y = {}, .style = style, .gray = true}});
  return lines.back().line;
}

void take_point(const Row& row, const std::vector<std::string>& fields, const std::vector<std::string>& tasks,
                std::vector<LineBeside>& lines) {
  const std::string name = printable(fields[0]), task = fields.size() > 3 ? fields[3] : "";
  if (name.empty() || name.size() > kLongestName) row.refuse(fmt::format("a name has 1 to {} bytes", kLongestName));
  if (!task.empty() && std::ranges::find(tasks, task) == tasks.end())
    row.refuse(fmt::format("the comparison has no task '{}'; it has {}", printable(excerpt(task)),
                           printable(fmt::format("{}", fmt::join(tasks, ", ")))));
  Line& line = line_of(row, name, task, lines);
  line.x.push_back(number_in(row, "x", fields[1]));
  line.y.push_back(number_in(row, "y", fields[2]));
}

}  // namespace

std::vector<LineBeside> read_lines_beside(const std::filesystem::path& file, const std::vector<std::string>& tasks) {
  std::error_code problem;  // which read_file() finds too, and explains
  if (const auto size = std::filesystem::file_size(file, problem); !problem && size > kMostBytes)
    fail(ErrorKind::data, "{}: has {} bytes; expected a table of at most {}", file.string(), size, kMostBytes);
  const std::vector<std::byte> bytes = read_file(file);
  return parse_lines_beside({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, file.string(), tasks);
}

std::vector<LineBeside> parse_lines_beside(std::string_view text, const std::string& file,
                                           const std::vector<std::string>& tasks) {
  std::vector<LineBeside> lines;
  std::size_t columns = 0;  // 0 before the header
  Row row{file};
  for (const std::string& written : split_text(without_byte_order_mark(text), '\n')) {
    ++row.number;
    if (written.empty() || written.starts_with('#')) continue;
    const std::vector<std::string> fields = split_text(written, ',');
    if (columns == 0 && written != "name,x,y" && written != "name,x,y,task")
      row.refuse("the first line is not 'name,x,y' or 'name,x,y,task'");
    if (columns != 0 && fields.size() != columns)
      row.refuse(fmt::format("{} values; expected {}", fields.size(), columns));
    if (columns != 0) take_point(row, fields, tasks, lines);
    columns = fields.size();
  }
  if (lines.empty()) row.refuse("the file has no points");
  for (LineBeside& beside : lines) beside.line.dots = beside.line.x.size() <= kMostDots;
  return lines;
}

void add_lines_beside(Chart& chart, const std::vector<LineBeside>& lines, const std::string& task) {
  for (const LineBeside& beside : lines) {
    if (!beside.task.empty() && beside.task != task) continue;
    for (const double y : beside.line.y)
      if (chart.y.kind == Axis::percent && !(y >= 0 && y <= 1))
        fail(ErrorKind::data, "{}: y = {} of '{}' is beyond the axis of {}, which are fractions from 0 to 1",
             beside.line.from, y, beside.line.name, chart.y.label);
    chart.lines.push_back(beside.line);
  }
}

}  // namespace memnet::report
