#include "program/report/drawing/chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "program/report/drawing/svg.hpp"
#include "program/report/markup/number.hpp"

namespace memnet::report {
namespace {

constexpr double kWidth = 440, kPlot = 210, kLeft = 52, kRight = 14, kTop = 30, kFoot = 44;
constexpr double kLetter = 6.9, kKey = 30, kKeyHeight = 18;  // of the legend
constexpr std::size_t kColumns = 220;

std::string text_of(double number, Axis::Kind kind) {
  return format_number(number, kind == Axis::percent ? NumberFormat::percent : NumberFormat::plain);
}

// Returns the path through all points that are finite, with a gap at every other one.
std::string path(const Axis& x, const Axis& y, const std::vector<double>& xs, const std::vector<double>& ys) {
  std::string d;
  bool pen_is_down = false;
  for (std::size_t i = 0; i < xs.size(); ++i) {
    const bool is_number = std::isfinite(xs[i]) && std::isfinite(ys[i]);
    if (is_number) d += fmt::format("{}{:.1f} {:.1f}", pen_is_down ? "L" : "M", x.at(xs[i]), y.at(ys[i]));
    pen_is_down = is_number;
  }
  return d;
}

Markup band(const Chart& chart, const Line& line) {
  std::vector<double> around_x = line.x, around_y = line.low;
  around_x.insert(around_x.end(), line.x.rbegin(), line.x.rend());
  around_y.insert(around_y.end(), line.high.rbegin(), line.high.rend());
  return element("path", {{"class", "band " + line.look()}, {"d", path(chart.x, chart.y, around_x, around_y)}});
}

std::string list_of(const std::vector<double>& numbers) { return fmt::format("{:.6g}", fmt::join(numbers, " ")); }

// Returns the marker at a point. Each style has its own shape, so that lines differ in more than their colors.
std::string marker(int style, double x, double y) {
  switch (style % 6) {
    case 0: return fmt::format("M{:.1f} {:.1f}a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0-6.8 0z", x - 3.4, y);  // a disc
    case 1: return fmt::format("M{:.1f} {:.1f}h6v6h-6z", x - 3, y - 3);
    case 2: return fmt::format("M{:.1f} {:.1f}l4 7h-8z", x, y - 4.5);
    case 3: return fmt::format("M{:.1f} {:.1f}l4.2 4.2l-4.2 4.2l-4.2-4.2z", x, y - 4.2);
    case 4: return fmt::format("M{:.1f} {:.1f}l4-7h-8z", x, y + 4.5);
    default: return fmt::format("M{:.1f} {:.1f}h2.4v3h3v2.4h-3v3h-2.4v-3h-3v-2.4h3z", x - 1.2, y - 4.2);  // a plus
  }
}

Markup curve(const Chart& chart, const Line& line) {
  Markup drawn;
  if (!line.low.empty()) drawn += band(chart, line);
  const std::string style = line.look() + (line.faint ? " faint" : "");
  drawn += element("path", {{"class", "line " + style},
                            {"d", path(chart.x, chart.y, line.x, line.y)},
                            {"data-name", line.name},
                            {"data-from", line.from},
                            {"data-x", list_of(line.x)},
                            {"data-y", list_of(line.y)}});
  for (std::size_t i = 0; line.dots && i < line.x.size(); ++i) {
    if (!std::isfinite(line.y[i])) continue;
    const std::string tip = fmt::format("{}: {} at {}", line.name, text_of(line.y[i], chart.y.kind),
                                        format_number(line.x[i], NumberFormat::plain));
    drawn += element(
        "path", {{"class", "dot " + style}, {"d", marker(line.style, chart.x.at(line.x[i]), chart.y.at(line.y[i]))}},
        {element("title", {tip})});
  }
  return drawn;
}

Markup axes(const Chart& chart) {
  Markup drawn;
  for (const Axis::Tick& tick : chart.y.ticks()) {
    const double y = chart.y.at(tick.number);
    const bool is_zero = chart.y.kind == Axis::logarithmic && tick.number == 0;
    drawn += element(
        "line",
        {{"class", is_zero ? "grid zero" : "grid"}, {"x1", kLeft}, {"x2", kWidth - kRight}, {"y1", y}, {"y2", y}});
    drawn += svg_text(kLeft - 6, y + 4, "end", tick.text);
  }
  for (const Axis::Tick& tick : chart.x.ticks()) {
    const double x = chart.x.at(tick.number);
    drawn += element("line", {{"class", "tick"}, {"x1", x}, {"x2", x}, {"y1", kTop + kPlot}, {"y2", kTop + kPlot + 4}});
    drawn += svg_text(x, kTop + kPlot + 17, "middle", tick.text);
  }
  drawn += svg_text(kLeft, kTop - 12, "start", chart.y.label, "label");
  return drawn + svg_text(kWidth - kRight, kTop + kPlot + 34, "end", chart.x.label, "label");
}

// Adds an entry for each look if there are several, in rows as wide as the chart. Returns the height of these rows.
double legend(const Chart& chart, Markup& drawn) {
  const auto another = [&](const Line& line) { return line.look() != chart.lines.front().look(); };
  if (std::ranges::none_of(chart.lines, another)) return 0;
  std::set<std::string> listed;
  double x = kLeft, y = kTop + kPlot + kFoot + kKeyHeight / 2;
  for (const Line& line : chart.lines) {
    if (!listed.insert(line.look()).second) continue;
    const double width = kKey + kLetter * static_cast<double>(line.name.size()) + 12;
    if (x > kLeft && x + width > kWidth) x = kLeft, y += kKeyHeight;
    drawn += element("path", {{"class", "line " + line.look()}, {"d", fmt::format("M{} {}h{}", x, y, kKey - 7)}});
    if (line.dots)
      drawn += element("path", {{"class", "dot " + line.look()}, {"d", marker(line.style, x + (kKey - 7) / 2, y)}});
    // A name that is too long for a row is squeezed into it.
    const double room = kWidth - kRight - x - kKey;
    const bool fits = kLetter * static_cast<double>(line.name.size()) <= room;
    drawn += element("text",
                     {{"x", x + kKey},
                      {"y", y + 4},
                      {"textLength", fits ? "" : fmt::format("{}", room)},
                      {"lengthAdjust", fits ? "" : "spacingAndGlyphs"}},
                     {line.name});
    x += width;
  }
  return y + kKeyHeight / 2 - kTop - kPlot - kFoot;
}

std::string alternative_text(const Chart& chart) {
  std::string words = fmt::format("{}. Lines of {} over {}:", chart.title, chart.y.label, chart.x.label);
  for (const Line& line : chart.lines) {
    if (line.y.empty()) continue;
    words += fmt::format(" {} from {} at {} to {} at {};", line.name, text_of(line.y.front(), chart.y.kind),
                         format_number(line.x.front(), NumberFormat::plain), text_of(line.y.back(), chart.y.kind),
                         format_number(line.x.back(), NumberFormat::plain));
  }
  words.back() = '.';
  return words;
}

}  // namespace

std::string Line::look() const { return fmt::format("s{}{}", style, gray ? " gray" : ""); }

Markup draw(Chart chart, const Attributes& more) {
  std::vector<double> xs, ys;
  for (const Line& line : chart.lines) {
    xs.insert(xs.end(), line.x.begin(), line.x.end());
    for (const std::vector<double>* numbers : {&line.y, &line.low, &line.high})
      ys.insert(ys.end(), numbers->begin(), numbers->end());
  }
  chart.x.fit(xs);
  chart.y.fit(ys);
  chart.x.from = kLeft, chart.x.to = kWidth - kRight;
  chart.y.from = kTop + kPlot, chart.y.to = kTop;
  Markup drawn = axes(chart);
  for (const bool faint : {true, false})
    for (const Line& line : chart.lines)
      if (line.faint == faint) drawn += curve(chart, line);
  const double height = kTop + kPlot + kFoot + legend(chart, drawn);
  Attributes attributes = {
      {"xmlns", "http://www.w3.org/2000/svg"},
      {"class", "chart"},
      {"role", "img"},
      {"aria-label", alternative_text(chart)},
      {"viewBox", fmt::format("0 0 {} {}", kWidth, height)},
      {"data-range", fmt::format("{} {}", chart.x.low, chart.x.high)},
      {"data-logarithmic", chart.x.kind == Axis::logarithmic ? "yes" : ""},
      {"data-plot", fmt::format("{} {} {} {}", chart.x.from, chart.x.to, chart.y.to, chart.y.from)},
      {"data-percent", chart.y.kind == Axis::percent ? "yes" : ""}};
  attributes.insert(attributes.end(), more.begin(), more.end());
  return element("svg", attributes, {drawn});
}

void thin_out(std::vector<double>& x, std::vector<double>& y) {
  if (x.size() <= 2 * kColumns) return;
  std::vector<double> kept_x, kept_y;
  for (std::size_t column = 0; column < kColumns; ++column) {
    const auto from = static_cast<std::ptrdiff_t>(column * y.size() / kColumns),
               to = static_cast<std::ptrdiff_t>((column + 1) * y.size() / kColumns);
    const auto [least, most] = std::minmax_element(y.begin() + from, y.begin() + to);
    for (const auto at : {std::min(least, most), std::max(least, most)}) {
      kept_x.push_back(x[static_cast<std::size_t>(at - y.begin())]);
      kept_y.push_back(*at);
    }
  }
  x = std::move(kept_x);
  y = std::move(kept_y);
}

}  // namespace memnet::report
