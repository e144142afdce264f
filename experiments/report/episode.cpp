#include "experiments/report/episode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "experiments/progress.hpp"
#include "experiments/report/figure.hpp"
#include "experiments/report/heat_map.hpp"

namespace memnet::report {
namespace {

using Panel = RunRecord::Trace::Panel;

constexpr int kStepWidth = 26, kLeastRow = 2, kHighestRow = 11, kHeight = 170;  // pixels
constexpr int kMostWords = 40;  // steps whose largest weight the alternative text tells

const Matrix* find(const RunRecord::Trace& trace, const std::string& name) {
  const auto found = std::ranges::find(trace.panels, name, &Panel::name);
  return found == trace.panels.end() ? nullptr : &found->numbers;
}

std::string last_part(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}
std::string head_of(const std::string& name) {
  return name.find('/') == name.npos ? "" : name.substr(0, name.rfind('/'));
}
bool writes(const std::string& head) {
  return head.starts_with("write");
}

// Numbers only where the mask scores them.
Matrix scored(Matrix numbers, const Matrix& mask) {
  for (int t = 0; t < numbers.cols(); ++t)
    if (mask(0, t) == 0) std::ranges::fill(numbers.column(t), std::numeric_limits<Scalar>::quiet_NaN());
  return numbers;
}

bool has_answers(const RunRecord::Trace& trace) {
  const Matrix *targets = find(trace, "targets"), *outputs = find(trace, "outputs"), *mask = find(trace, "mask");
  return targets != nullptr && outputs != nullptr && mask != nullptr && targets->rows() == outputs->rows() &&
         targets->cols() == outputs->cols() && mask->rows() == 1 && mask->cols() == outputs->cols();
}

Matrix errors_of(const RunRecord::Trace& trace) {
  Matrix errors = *find(trace, "outputs");
  const Matrix& targets = *find(trace, "targets");
  for (int i = 0; i < errors.size(); ++i)
    errors.numbers()[static_cast<std::size_t>(i)] -= targets.numbers()[static_cast<std::size_t>(i)];
  return scored(std::move(errors), *find(trace, "mask"));
}

// For those who do not see the picture: at each step the row with the largest number.
std::string in_words(const Strip& strip) {
  std::string words = fmt::format("{}: {} rows, {} steps. Largest at each step, as step: row (number): ", strip.title,
                                  strip.numbers.rows(), strip.numbers.cols());
  for (int t = 0; t < std::min(kMostWords, strip.numbers.cols()); ++t) {
    const auto column = strip.numbers.column(t);
    if (column.empty() || std::isnan(column[0])) continue;
    const auto most = std::ranges::max_element(column);
    words += fmt::format("{}: {} ({:.2f}), ", t, most - column.begin(), *most);
  }
  words.replace(words.size() - 2, 2, strip.numbers.cols() > kMostWords ? ", and so on." : ".");
  return words;
}

Markup picture(const Strip& strip, const std::string& from) {
  const int rows = std::max(1, strip.numbers.rows()), row = std::clamp(kHeight / rows, kLeastRow, kHighestRow);
  const Colouring colouring = colouring_of(strip.numbers);
  Markup range = colouring.palette == Palette::deviation ? Markup("\u00b1") : Markup("0\u2013");
  range += figure(colouring.largest, Shown::plain, from + " range");
  const Markup caption = element(
      "figcaption",
      {element("b", {strip.title}), " ",
       element("small", {element("data", {{"value", rows}, {"data-from", from + " rows"}}, {std::to_string(rows)}),
                         rows == 1 ? " number, " : " rows, ", range})});
  return element("figure", {{"class", "panel"}, {"data-panel", strip.name}},
                 {caption, element("div", {{"class", "frame"}},
                                   {element("img", {{"alt", in_words(strip)},
                                                    {"width", strip.numbers.cols() * kStepWidth},
                                                    {"height", row * rows},
                                                    {"src", data_address(picture_of(strip.numbers, colouring))}})})});
}

// The axis of time below a stack of pictures.
Markup time_axis(int steps) {
  Markup ticks;
  const int stride = steps <= 24 ? 2 : steps <= 60 ? 5 : steps <= 120 ? 10 : 20;
  for (int t = 0; t < steps; t += stride)
    ticks +=
        element("text", {{"x", fmt::format("{:.2f}%", 100 * (t + 0.5) / steps)}, {"y", 12}, {"text-anchor", "middle"}},
                {std::to_string(t)});
  const Markup axis = element(
      "svg", {{"class", "time"}, {"width", steps * kStepWidth}, {"height", 16}, {"aria-hidden", "true"}}, {ticks});
  return element(
      "figure", {{"class", "panel"}},
      {element("figcaption", {element("small", {"time step"})}), element("div", {{"class", "frame"}}, {axis})});
}

// What the script needs: every number of the trace.
Markup numbers_of(const RunRecord::Trace& trace, int steps) {
  std::string json = fmt::format("{{\"steps\":{},\"panels\":[", steps);
  for (const Panel& panel : trace.panels)
    if (panel.numbers.cols() == steps)
      json += fmt::format("{}{{\"name\":{},\"rows\":{},\"thousandths\":{}}}", json.ends_with('[') ? "" : ",",
                          json_string(panel.name), panel.numbers.rows(), thousandths(panel.numbers));
  json += "]}";
  for (std::size_t at = 0; (at = json.find('<', at)) != json.npos;)
    json.replace(at, 1, "\\u003c");  // never "</script>"
  return element("script", {{"type", "application/json"}, {"class", "numbers"}}, {Markup::trusted(json)});
}

Markup stack(const RunRecord& record, std::size_t number, const std::vector<Strip>& strips, int steps) {
  Markup pictures;
  for (const Strip& strip : strips)
    pictures += picture(strip, fmt::format("{} /trace/{}/{}", record.name, number, strip.name));
  return pictures + time_axis(steps);
}

}  // namespace

std::vector<Strip> main_strips(const RunRecord::Trace& trace) {
  std::vector<Strip> strips;
  const bool answers = has_answers(trace);
  if (const Matrix* inputs = find(trace, "inputs")) strips.push_back({"inputs", "inputs", *inputs});
  if (answers) {
    for (const char* name : {"targets", "outputs"})
      strips.push_back({name, name, scored(*find(trace, name), *find(trace, "mask"))});
    strips.push_back({"errors", "errors", errors_of(trace)});
  }
  const auto take = [&](bool of_writers, const char* name, const char* title) {
    for (const Panel& panel : trace.panels)
      if (last_part(panel.name) == name && !head_of(panel.name).empty() && writes(panel.name) == of_writers)
        strips.push_back({panel.name, fmt::format("{} {}", head_of(panel.name), title), panel.numbers});
  };
  take(true, "add", "adds");
  take(true, "weighting", "weighting");
  take(false, "weighting", "weighting");
  take(false, "read", "reads");
  return strips;
}

std::vector<Strip> inner_strips(const RunRecord::Trace& trace) {
  const std::vector<Strip> shown = main_strips(trace);
  std::vector<Strip> strips;
  for (const Panel& panel : trace.panels)
    if (!head_of(panel.name).empty() && std::ranges::find(shown, panel.name, &Strip::name) == shown.end())
      strips.push_back({panel.name, fmt::format("{} {}", head_of(panel.name), last_part(panel.name)), panel.numbers});
  return strips;
}

Score score_of(const RunRecord::Trace& trace) {
  Score score;
  if (!has_answers(trace)) return score;
  const Matrix &targets = *find(trace, "targets"), &outputs = *find(trace, "outputs"), &mask = *find(trace, "mask");
  for (int t = 0; t < targets.cols(); ++t)
    for (int bit = 0; mask(0, t) != 0 && bit < targets.rows(); ++bit) {
      ++score.scored;
      score.wrong += (outputs(bit, t) > Scalar(0.5)) != (targets(bit, t) > Scalar(0.5)) ? 1 : 0;
    }
  return score;
}

Markup episode_section(const RunRecord& record, std::size_t number) {
  const RunRecord::Trace& trace = record.traces[number];
  const std::vector<Strip> strips = main_strips(trace), inner = inner_strips(trace);
  if (strips.empty()) return element("p", {fmt::format("Episode {} was traced, but holds nothing to show.", number)});
  const int steps = strips.front().numbers.cols();
  const Score score = score_of(trace);
  const std::string from = fmt::format("{} /trace/{}", record.name, number);
  const Markup told = element(
      "p",
      {element("data", {{"value", score.wrong}, {"data-from", from + " wrong"}}, {std::to_string(score.wrong)}), " of ",
       element("data", {{"value", score.scored}, {"data-from", from + " scored"}}, {std::to_string(score.scored)}),
       " scored bits are wrong. Errors are answers minus targets: red where a bit was said to be one and is not, "
       "blue the other way round. Each row of a weighting is a memory slot, the first on top; the brighter, the harder "
       "a head looks at it."});
  Markup section = element("h3", {"Episode ", element("span", {{"class", "name"}}, {std::to_string(number)})}) + told;
  section += element("div", {{"class", "stage"}},
                     {element("div", {{"class", "stack"}}, {stack(record, number, strips, steps)}),
                      element("div", {{"class", "inspector"}})});
  if (!inner.empty())
    section +=
        element("details", {element("summary", {"How the weightings came about, step by step of the addressing"}),
                            element("div", {{"class", "stack"}}, {stack(record, number, inner, steps)})});
  return element("section", {{"class", "episode"}}, {section, numbers_of(trace, steps)});
}

}  // namespace memnet::report
