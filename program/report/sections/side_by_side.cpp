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

constexpr std::size_t kMostOpen = 6;  // schemes that are shown at once; more are shown when they are asked for

// A scheme's run of one seed, and its first traced episode.
struct TracedRun {
  std::string scheme, run, seed;
  RunRecord::Trace trace;
};

// Weightings, and states of memories: what differs between schemes.
bool is_of_memory(const Strip& strip) { return strip.role == TracedRole::weighting || strip.role == TracedRole::state; }

// The answers, and what is of memory.
std::vector<Strip> strips_of(const TracedRun& run) {
  std::vector<Strip> strips = main_strips(run.trace);
  std::erase_if(strips, [](const Strip& strip) {
    return (strip.role != TracedRole::output || strip.name == "errors") && !is_of_memory(strip);
  });
  return strips;
}

// The finished runs with the lowest seed that any of them has, in the order of schemes.
std::vector<TracedRun> traced_runs(const ComparisonView& view, const std::string& task) {
  std::vector<TracedRun> runs;
  std::vector<std::filesystem::path> files;
  for (const ComparedScheme& scheme : view.comparison.schemes) {
    const SeedGroup* group = view.group_of(task, scheme);
    if (group == nullptr) continue;
    for (const RunSummary* summary : view.summaries_of(*group)) {
      const std::string seed = recorded_option(summary->record, "seed");
      if (summary->record.status != "finished" || (!runs.empty() && seed != runs.front().seed)) continue;
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
                 {element("h4", {element("span", {{"class", "name"}}, {run.scheme})}),
                  strip_stack(strips, steps, run.run + " /trace/0")});
}

// One scheme's panels minus those of another, where both have them in one shape.
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

// The last two schemes that have heads in common: a page without scripts shows one pair.
Markup one_pair(const std::vector<TracedRun>& runs) {
  for (std::size_t a = runs.size(); a-- > 0;)
    for (std::size_t b = a; b-- > 0;) {
      const std::vector<Strip> strips = differences(runs[a], runs[b]);
      if (std::ranges::none_of(strips, is_of_memory)) continue;
      return element("div", {{"class", "pair"}, {"data-a", std::to_string(a)}, {"data-b", std::to_string(b)}},
                     {element("h4", {element("span", {{"class", "name"}}, {runs[a].scheme}), " minus ",
                                     element("span", {{"class", "name"}}, {runs[b].scheme})}),
                      element("p", {"Red where the first has more weight, blue where the second has more."}),
                      strip_stack(strips, strips.front().numbers.cols(),
                                  fmt::format("{} minus {} /trace/0", runs[a].run, runs[b].run))});
    }
  return {};
}

}  // namespace

Markup versus_section(const ComparisonView& view, const std::string& task) {
  const std::vector<TracedRun> runs = traced_runs(view, task);
  if (runs.empty()) return {};
  Markup schemes;
  for (const TracedRun& run : runs) schemes += one_scheme(run);
  return element("details", {{"class", "versus"}, {"open", runs.size() <= kMostOpen ? "open" : ""}},
                 {element("summary", {"Attention of every scheme on the same episode, of seed ",
                                      element("span", {{"class", "name"}}, {runs.front().seed})}),
                  element("div", {{"class", "schemes"}}, {schemes}), one_pair(runs), numbers_of(runs)});
}

}  // namespace memnet::report
