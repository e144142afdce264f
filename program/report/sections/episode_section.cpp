#include "program/report/sections/episode_section.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "program/records/snapshots.hpp"
#include "program/report/drawing/heat_map.hpp"
#include "program/report/markup/data_block.hpp"
#include "program/report/markup/number.hpp"

namespace memnet::report {
namespace {

using Panel = RunRecord::Trace::Panel;

std::string last_part(const std::string& name) { return name.substr(name.rfind('/') + 1); }
std::string head_of(const std::string& name) {
  return name.find('/') == name.npos ? "" : name.substr(0, name.rfind('/'));
}
bool writes(const std::string& head) { return head.starts_with("write"); }

// Numbers only where the mask scores them.
Matrix scored(Matrix numbers, const Matrix& mask) {
  for (int t = 0; t < numbers.cols(); ++t)
    if (mask(0, t) == 0) std::ranges::fill(numbers.column(t), std::numeric_limits<Scalar>::quiet_NaN());
  return numbers;
}

bool has_answers(const RunRecord::Trace& trace) {
  const Matrix *targets = find_panel(trace, "targets"), *outputs = find_panel(trace, "outputs"),
               *mask = find_panel(trace, "mask");
  return targets != nullptr && outputs != nullptr && mask != nullptr && targets->rows() == outputs->rows() &&
         targets->cols() == outputs->cols() && mask->rows() == 1 && mask->cols() == outputs->cols();
}

Matrix errors_of(const RunRecord::Trace& trace) {
  Matrix errors = *find_panel(trace, "outputs");
  const Matrix& targets = *find_panel(trace, "targets");
  for (int i = 0; i < errors.size(); ++i)
    errors.numbers()[static_cast<std::size_t>(i)] -= targets.numbers()[static_cast<std::size_t>(i)];
  return scored(std::move(errors), *find_panel(trace, "mask"));
}

// What the script needs: every number of the trace.
Markup numbers_of(const RunRecord::Trace& trace, int steps) {
  std::string panels;
  for (const Panel& panel : trace.panels)
    if (panel.numbers.cols() == steps && panel.numbers.rows() > 0)
      panels += fmt::format("{}{}", panels.empty() ? "" : ",", panel_json(panel.name, panel.numbers));
  return data_block("numbers", fmt::format("{{\"steps\":{},\"panels\":[{}]}}", steps, panels));
}

}  // namespace

std::vector<Strip> main_strips(const RunRecord::Trace& trace) {
  std::vector<Strip> strips;
  const bool answers = has_answers(trace);
  if (const Matrix* inputs = find_panel(trace, "inputs")) strips.push_back({"inputs", "inputs", *inputs});
  if (answers) {
    for (const char* name : {"targets", "outputs"})
      strips.push_back({name, name, scored(*find_panel(trace, name), *find_panel(trace, "mask"))});
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
  const Matrix &targets = *find_panel(trace, "targets"), &outputs = *find_panel(trace, "outputs"),
               &mask = *find_panel(trace, "mask");
  for (int t = 0; t < targets.cols(); ++t)
    for (int bit = 0; mask(0, t) != 0 && bit < targets.rows(); ++bit) {
      ++score.scored;
      const bool right =
          !std::isnan(outputs(bit, t)) && (outputs(bit, t) > Scalar(0.5)) == (targets(bit, t) > Scalar(0.5));
      score.wrong += right ? 0 : 1;
    }
  return score;
}

Markup episode_content(const RunRecord::Trace& trace, const std::vector<Strip>& shown, const std::vector<Strip>& inner,
                       const std::string& from) {
  if (shown.empty() || shown.front().numbers.size() == 0)
    return element("p", {"This episode was traced, but holds nothing to show."});
  const int steps = shown.front().numbers.cols();
  const Score score = score_of(trace);
  Markup content;
  if (score.scored > 0)
    content += element(
        "p",
        {number(score.wrong, NumberFormat::whole, from + " wrong"), " of ",
         number(score.scored, NumberFormat::whole, from + " scored"),
         " scored bits are wrong. Errors are answers minus targets: red where a bit was said to be one and is not, "
         "blue the other way round. Each row of a weighting is a memory slot, the first on top; the brighter, the "
         "harder "
         "a head looks at it."});
  content +=
      element("div", {{"class", "stage"}}, {strip_stack(shown, steps, from), element("div", {{"class", "inspector"}})});
  if (!inner.empty())
    content +=
        element("details", {element("summary", {"How the weightings came about, step by step of the addressing"}),
                            strip_stack(inner, steps, from)});
  return content + numbers_of(trace, steps);
}

}  // namespace memnet::report
