#include "program/report/sections/episode_section.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "memnet/base/text.hpp"
#include "memnet/data/target_kind.hpp"
#include "program/records/snapshots.hpp"
#include "program/report/drawing/heat_map.hpp"
#include "program/report/markup/data_block.hpp"
#include "program/report/markup/number.hpp"

namespace memnet::report {
namespace {

using Panel = RunRecord::Trace::Panel;

std::string title_of(const Panel& panel) { return panel.head.empty() ? panel.name : panel.head + " " + panel.name; }

int first_row(const Panel& panel) { return first_index(panel.axis, panel.numbers.rows()); }

// Returns the numbers of the scored steps, and NaN at all others.
Matrix scored(Matrix numbers, const Matrix& mask) {
  for (int t = 0; t < numbers.cols(); ++t)
    if (mask(0, t) == 0) std::ranges::fill(numbers.column(t), std::numeric_limits<Scalar>::quiet_NaN());
  return numbers;
}

// The targets, outputs and mask of a trace; nullptr for those that it lacks.
struct Answers {
  explicit Answers(const RunRecord::Trace& trace)
      : targets(find_panel(trace, TracedRole::target)),
        outputs(find_panel(trace, TracedRole::output)),
        mask(find_panel(trace, TracedRole::mask)) {
    for (const Panel& panel : trace.panels)
      for (const TargetKindEntry* entry : all_target_kinds())
        if (panel.role == TracedRole::output && panel.axis == entry->answers) kind = entry;
  }

  // Returns true if all exist and their sizes match.
  bool fit() const {
    return targets != nullptr && outputs != nullptr && mask != nullptr && kind != nullptr &&
           targets->rows() == kind->target_rows(outputs->rows()) && targets->cols() == outputs->cols() &&
           mask->rows() == 1 && mask->cols() == outputs->cols();
  }

  // Returns the outputs that would be right: of a target that is a word, 1 in its row.
  Matrix right_outputs() const {
    if (!kind->one_word) return *targets;
    Matrix right(outputs->rows(), outputs->cols());
    for (int t = 0; t < right.cols(); ++t)
      if (const int word = static_cast<int>((*targets)(0, t)); word >= 0 && word < right.rows()) right(word, t) = 1;
    return right;
  }

  const Matrix *targets, *outputs, *mask;
  const TargetKindEntry* kind = nullptr;
};

Matrix errors_of(const Answers& answers) {
  Matrix errors = *answers.outputs;
  const Matrix right = answers.right_outputs();
  for (int i = 0; i < errors.size(); ++i)
    errors.numbers()[static_cast<std::size_t>(i)] -= right.numbers()[static_cast<std::size_t>(i)];
  return scored(std::move(errors), *answers.mask);
}

// Returns every number of the trace, for the script of the page.
Markup numbers_of(const RunRecord::Trace& trace, int steps) {
  std::string panels;
  for (const Panel& panel : trace.panels)
    if (panel.numbers.cols() == steps && panel.numbers.rows() > 0)
      append_item(panels, panel_json(panel.path(), panel.numbers, first_row(panel)), ",");
  return data_block("numbers", fmt::format("{{\"steps\":{},\"panels\":[{}]}}", steps, panels));
}

}  // namespace

std::vector<Strip> main_strips(const RunRecord::Trace& trace) {
  std::vector<Strip> strips;
  const Answers answers(trace);
  // Takes the panels with this role: those of write heads, all others, or all.
  enum class Of { writers, others, all };
  const auto take = [&](TracedRole role, Of of) {
    for (const Panel& panel : trace.panels) {
      const bool is_writer = panel.kind == TracedKind::write;
      if (panel.role != role || (of == Of::writers && !is_writer) || (of == Of::others && is_writer)) continue;
      const bool is_answer = role == TracedRole::target || role == TracedRole::output;
      strips.push_back({panel.path(), title_of(panel), role, first_row(panel),
                        is_answer ? scored(panel.numbers, *answers.mask) : panel.numbers});
    }
  };
  take(TracedRole::input, Of::all);
  if (answers.fit()) {
    take(TracedRole::target, Of::all);
    take(TracedRole::output, Of::all);
    strips.push_back({"errors", "errors", TracedRole::output, 0, errors_of(answers)});
  }
  take(TracedRole::halting, Of::all);
  take(TracedRole::action, Of::all);
  take(TracedRole::written_vector, Of::all);
  take(TracedRole::weighting, Of::writers);
  take(TracedRole::weighting, Of::others);
  take(TracedRole::probability, Of::all);
  take(TracedRole::state, Of::all);
  take(TracedRole::read_vector, Of::all);
  return strips;
}

std::vector<Strip> inner_strips(const RunRecord::Trace& trace) {
  const std::vector<Strip> shown = main_strips(trace);
  std::vector<Strip> strips;
  for (const Panel& panel : trace.panels)
    if (panel.kind != TracedKind::task && std::ranges::find(shown, panel.path(), &Strip::name) == shown.end())
      strips.push_back({panel.path(), title_of(panel), panel.role, first_row(panel), panel.numbers});
  return strips;
}

Score score_of(const RunRecord::Trace& trace, double tolerance) {
  const Answers answers(trace);
  if (!answers.fit()) return {};
  Score score{.what = answers.kind->plural};
  for (int t = 0; t < answers.targets->cols(); ++t) {
    if ((*answers.mask)(0, t) == 0) continue;
    score.scored += answers.targets->rows();
    score.wrong += answers.kind->wrong(answers.outputs->column(t), answers.targets->column(t),
                                       AnswerForm::probabilities, tolerance);
  }
  return score;
}

Markup episode_content(const RunRecord::Trace& trace, const std::vector<Strip>& shown, const std::vector<Strip>& inner,
                       double tolerance, const std::string& from) {
  if (shown.empty() || shown.front().numbers.size() == 0)
    return element("p", {"This traced episode contains no values."});
  const int steps = shown.front().numbers.cols();
  const Score score = score_of(trace, tolerance);
  Markup content;
  if (score.scored > 0)
    content += element(
        "p",
        {number(score.wrong, NumberFormat::whole, from + " wrong"), " of ",
         number(score.scored, NumberFormat::whole, from + " scored"), fmt::format(" scored {} are wrong. ", score.what),
         "Errors are answers minus targets: red where an answer is too large, "
         "blue where it is too small. Each row of a weighting is a memory slot, the first on top. Brighter cells have "
         "larger weights."});
  content +=
      element("div", {{"class", "stage"}}, {strip_stack(shown, steps, from), element("div", {{"class", "inspector"}})});
  if (!inner.empty())
    content +=
        element("details", {element("summary", {"Intermediate values: keys, scores and the stages of addressing"}),
                            strip_stack(inner, steps, from)});
  return content + numbers_of(trace, steps);
}

}  // namespace memnet::report
