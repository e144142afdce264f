#include "program/report/sections/side_by_side.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "memnet/base/text.hpp"
#include "program/records/record.hpp"
#include "program/report/content/trace_reader.hpp"
#include "program/report/drawing/heat_map.hpp"
#include "program/report/drawing/strip.hpp"
#include "program/report/markup/data_block.hpp"
#include "program/report/sections/episode_section.hpp"
#include "program/text/json.hpp"
#include "program/text/printable.hpp"

namespace memnet::report {
namespace {

constexpr std::size_t kMostOpen = 6;  // with more schemes, the section is folded at first

// A run of a scheme and its first traced episode.
struct TracedRun {
  std::string scheme, run, seed;
  RunRecord::Trace trace;
};

// Returns true for weightings and states of memories.
bool is_of_memory(const Strip& strip) { return strip.role == TracedRole::weighting || strip.role == TracedRole::state; }

// Returns the outputs, the weightings and the states of memories.
std::vector<Strip> strips_of(const TracedRun& run) {
  std::vector<Strip> strips = main_strips(run.trace);
  std::erase_if(strips, [](const Strip& strip) {
    return (strip.role != TracedRole::output || strip.name == "errors") && !is_of_memory(strip);
  });
  return strips;
}

// Returns a finished run of each scheme, all with the same seed: the first one of the first scheme that has any.
std::vector<TracedRun> traced_runs(const ComparisonView& view, const std::string& task) {
  std::vector<TracedRun> runs;
  std::vector<std::filesystem::path> files;
  for (const ComparedScheme& scheme : view.comparison.schemes) {
    const SeedGroup* group = view.group_of(task, scheme);
    if (group == nullptr) continue;
    for (const RunSummary* summary : view.summaries_of(*group)) {
      const std::string seed = recorded_option(summary->record, "seed");
      if (summary->banked || summary->record.status != "finished" || (!runs.empty() && seed != runs.front().seed))
        continue;
      runs.push_back({scheme.name, summary->record.name, seed, {}});
      files.push_back(summary->file);
      break;
    }
  }
  std::vector<RunRecord::Trace> traces = first_traces(files);
  for (std::size_t i = 0; i < runs.size(); ++i) runs[i].trace = std::move(traces[i]);
  std::erase_if(
      runs, [](const TracedRun& run) { return strips_of(run).empty() || strips_of(run).front().numbers.size() == 0; });
  return runs;
}

Markup one_scheme(const TracedRun& run) {
  const std::vector<Strip> strips = strips_of(run);
  const int steps = strips.empty() ? 0 : strips.front().numbers.cols();
  return element("section", {{"class", "scheme"}},
                 {element("h4", {name_span(run.scheme)}), strip_stack(strips, steps, run.run + " /trace/0")});
}

// Returns the strips of one run minus those of another, for all that both have with the same shape.
std::vector<Strip> differences(const TracedRun& a, const TracedRun& b) {
  std::vector<Strip> differences;
  const std::vector<Strip> others = strips_of(b);
  for (Strip& strip : strips_of(a)) {
    const auto other = std::ranges::find(others, strip.name, &Strip::name);
    if (other == others.end() || other->numbers.rows() != strip.numbers.rows() ||
        other->numbers.cols() != strip.numbers.cols())
      continue;
    std::ranges::transform(strip.numbers.numbers(), other->numbers.numbers(), strip.numbers.numbers().begin(),
                           std::minus());
    strip.coloring = coloring_of(strip.numbers);
    differences.push_back(std::move(strip));
  }
  return differences;
}

std::string colors_json(Palette palette) {
  std::string list;
  for (int step = 0; step < Coloring::kSteps; ++step)
    append_item(list, fmt::format("\"{}\"", Coloring{.palette = palette}.of_step(step).hex()), ",");
  return "[" + list + "]";
}

Markup numbers_of(const std::vector<TracedRun>& runs) {
  std::string schemes;
  for (const TracedRun& run : runs) {
    std::string panels;
    for (const Strip& strip : strips_of(run))
      append_item(panels, panel_json(strip.name, strip.numbers, strip.first), ",");
    append_item(schemes, fmt::format("{{\"name\":{},\"panels\":[{}]}}", json_string(printable(run.scheme)), panels),
                ",");
  }
  return data_block("scheme-numbers", fmt::format("{{\"steps\":{},\"deviation\":{},\"schemes\":[{}]}}",
                                                  strips_of(runs.front()).front().numbers.cols(),
                                                  colors_json(Palette::deviation), schemes));
}

// Returns the differences of the last two schemes that have a weighting or a state in common. Without scripts, the page
// shows only this pair.
Markup one_pair(const std::vector<TracedRun>& runs) {
  for (std::size_t a = runs.size(); a-- > 0;)
    for (std::size_t b = a; b-- > 0;) {
      const std::vector<Strip> strips = differences(runs[a], runs[b]);
      if (std::ranges::none_of(strips, is_of_memory)) continue;
      return element(
          "div", {{"class", "pair"}, {"data-a", std::to_string(a)}, {"data-b", std::to_string(b)}},
          {element("h4", {name_span(runs[a].scheme), " minus ", name_span(runs[b].scheme)}),
           element("p", {"Red: the value of the first scheme is larger. Blue: the value of the second one is larger."}),
           strip_stack(strips, strips.front().numbers.cols(),
                       fmt::format("{} minus {} /trace/0", runs[a].run, runs[b].run))});
    }
  return {};
}

}  // namespace

Markup side_by_side(const ComparisonView& view, const std::string& task) {
  const std::vector<TracedRun> runs = traced_runs(view, task);
  if (runs.empty()) return {};
  Markup schemes;
  for (const TracedRun& run : runs) schemes += one_scheme(run);
  return element(
      "details", {{"class", "versus"}, {"open", runs.size() <= kMostOpen ? "open" : ""}},
      {element("summary", {"Attention of every scheme on the same episode, seed ", name_span(runs.front().seed)}),
       element("div", {{"class", "schemes"}}, {schemes}), one_pair(runs), numbers_of(runs)});
}

}  // namespace memnet::report
