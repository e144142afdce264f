#include "program/report/sections/run_section.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "program/records/record.hpp"
#include "program/records/snapshots.hpp"
#include "program/records/solved.hpp"
#include "program/report/markup/number.hpp"
#include "program/report/sections/run_table.hpp"
#include "program/report/sections/snapshot_slider.hpp"

namespace memnet::report {
namespace {

std::string with_spaces(std::string name) {
  std::ranges::replace(name, '_', ' ');
  return name;
}

bool is_fraction(const RunRecord::Column& column) {
  return column.name == "exact" || column.name == "error_rate" || column.unit.starts_with("fraction");
}

std::string with_unit(const RunRecord::Column& column) {
  return with_spaces(column.name) + (column.unit.empty() || is_fraction(column) ? "" : ", " + column.unit);
}

const RunRecord::Column* find(const std::vector<RunRecord::Column>& columns, std::string_view name) {
  const auto found = std::ranges::find(columns, name, &RunRecord::Column::name);
  return found == columns.end() ? nullptr : &*found;
}

// Returns the chart of a metric during training, with one line for each length.
Chart evaluation_curve(const RunRecord& record, const RunRecord::Column& metric) {
  const RunRecord::Sweeps& sweeps = record.evaluation;
  Chart chart{.title = "During training: " + with_spaces(metric.name),
              .x = {.label = "training sequences"},
              .y = {.label = with_unit(metric)},
              .lines = {}};
  if (is_fraction(metric)) chart.y.kind = Axis::percent;
  for (std::size_t i = 0; i < sweeps.lengths.size(); ++i) {
    Line line{.name = fmt::format("length {}", sweeps.lengths[i]),
              .from = fmt::format("{} /evaluation/{} {}", record.name, metric.name, i),
              .x = {},
              .y = {}};
    line.x = sweeps.sequences;
    line.style = static_cast<int>(i);
    for (std::size_t evaluation = 0; evaluation < sweeps.sequences.size(); ++evaluation)
      line.y.push_back(metric.values[evaluation * sweeps.lengths.size() + i]);
    chart.lines.push_back(std::move(line));
  }
  return chart;
}

Markup sweep_rows(const RunRecord& record) {
  const RunRecord::Sweeps& sweep = record.final_sweep;
  Markup head = element("th", {{"scope", "col"}}, {"length"});
  for (const RunRecord::Column& metric : sweep.metrics)
    head += element("th", {{"scope", "col"}},
                    {with_spaces(metric.name), element("small", {is_fraction(metric) ? "" : " " + metric.unit})});
  Markup rows;
  const std::optional<int> longest = longest_trained_length(record);
  for (std::size_t i = 0; i < sweep.lengths.size(); ++i) {
    Markup cells = element(
        "th", {{"scope", "row"}},
        {number(sweep.lengths[i], NumberFormat::whole, source_of(record.name, "/sweep/length", i)),
         element("small",
                 {longest && sweep.lengths[i] > *longest ? " beyond training" : "",
                  metric(sweep, "items", i) > metric(sweep, "slots", i) ? " more items than memory slots" : ""})});
    for (const RunRecord::Column& metric : sweep.metrics)
      cells +=
          element("td", {number(metric.values[i], is_fraction(metric) ? NumberFormat::percent : NumberFormat::plain,
                                source_of(record.name, "/sweep/" + metric.name, i))});
    rows += element("tr", {cells});
  }
  return element("thead", {element("tr", {head})}) + element("tbody", {rows});
}

// Returns a row for each name: a head, or a part of the task. `title` is the heading of the names.
Markup named_rows(const RunRecord& record, const RunRecord::NamedColumns& named, const char* title,
                  const std::string& group) {
  Markup head = element("th", {{"scope", "col"}}, {title}), rows;
  for (const RunRecord::Column& column : named.columns)
    head += element("th", {{"scope", "col"}},
                    {name_span(with_spaces(column.name)),
                     element("small", {column.unit.empty() || is_fraction(column) ? "" : " " + column.unit})});
  for (std::size_t i = 0; i < named.names.size(); ++i) {
    Markup cells = element("th", {{"scope", "row"}}, {name_span(named.names[i])});
    for (const RunRecord::Column& column : named.columns)
      cells +=
          element("td", {number(column.values[i], is_fraction(column) ? NumberFormat::percent : NumberFormat::plain,
                                source_of(record.name, group + "/" + column.name, i))});
    rows += element("tr", {cells});
  }
  return element("thead", {element("tr", {head})}) + element("tbody", {rows});
}

Markup table(const char* caption, const Markup& rows) {
  return element("div", {{"class", "scroll"}}, {element("table", {element("caption", {caption}), rows})});
}

Markup facts(const RunRecord& record) {
  Markup list;
  const auto fact = [&](const char* name, const Markup& what) {
    list += element("div", {element("dt", {name}), element("dd", {what})});
  };
  const auto option = [&](const char* name) { return name_span(recorded_option(record, name)); };
  fact("task", option("task"));
  fact("scheme", name_span(recorded_scheme(record).text()));
  fact("seed", option("seed"));
  fact("training sequences", number(recorded_number(record.counters, "sequences"), NumberFormat::whole,
                                    record.name + " /state/counters@sequences"));
  for (const auto& [name, value] : record.cost)
    fact(with_spaces(name).c_str(), number(value, format_of_cost(name), fmt::format("{} /cost@{}", record.name, name)));
  if (const std::optional<double> seconds = recorded_seconds(record))
    fact("wall time", number(*seconds, NumberFormat::plain, record.name + " /timing@seconds") + " s");
  return element("dl", {{"class", "facts"}}, {list});
}

Markup pairs(const char* title, const NamedTexts& pairs) {
  Markup rows;
  for (const auto& [name, value, is_number] : pairs)
    rows += element("tr", {element("th", {{"scope", "row"}}, {element("code", {name})}),
                           element("td", {element("code", {value})})});
  return element("details", {element("summary", {title}),
                             element("div", {{"class", "scroll"}}, {element("table", {{"class", "pairs"}}, {rows})})});
}

Markup state_of(const RunRecord& record) {
  if (record.status == "finished") return {};
  const std::string what = record.status == "diverged"
                               ? "This run diverged and was stopped."
                               : "This run is not finished: the results below are those of its last saved state.";
  return element("p", {{"class", "warning"}}, {what, record.message.empty() ? "" : " " + record.message + "."});
}

}  // namespace

Markup status_badge(const std::string& status, const std::string& message) {
  const char* sign = status == "finished"                             ? "\u2713"
                     : status == "diverged" || status == "unreadable" ? "\u2717"
                                                                      : "\u2026";
  return element("span", {{"class", "badge " + status}, {"title", message}}, {fmt::format("{} {}", sign, status)});
}

Markup framed(const Chart& chart, const std::string& note) {
  return element("figure", {{"class", "chart-frame"}},
                 {element("figcaption",
                          {element("b", {name_span(chart.title)}), element("small", {note.empty() ? "" : " " + note})}),
                  draw(chart)});
}

std::vector<Chart> learning_curves(const RunRecord& record) {
  std::vector<Chart> charts;
  const std::vector<double>& sequences = record.train.front().values;
  for (std::size_t c = 1; c < record.train.size() && !sequences.empty(); ++c) {
    const RunRecord::Column& column = record.train[c];
    if (column.values.size() != sequences.size()) continue;
    Line line{.name = with_spaces(column.name),
              .from = fmt::format("{} /train/{}", record.name, column.name),
              .x = sequences,
              .y = column.values};
    thin_out(line.x, line.y);
    line.dots = line.x.size() == 1;
    charts.push_back({.title = with_spaces(column.name),
                      .x = {.label = "training sequences"},
                      .y = {.label = with_unit(column), .kind = Axis::logarithmic},
                      .lines = {line}});
  }
  for (const char* name : {"exact", "error_rate"})
    if (const RunRecord::Column* metric = find(record.evaluation.metrics, name);
        metric != nullptr && !record.evaluation.sequences.empty())
      charts.push_back(evaluation_curve(record, *metric));
  return charts;
}

Chart length_curves(const RunRecord& record) {
  const bool ended = !record.final_sweep.lengths.empty();
  const RunRecord::Sweeps& sweep = ended ? record.final_sweep : record.evaluation;
  Chart chart{.title = "Results by length",
              .x = {.label = "length of the task"},
              .y = {.label = "fraction", .kind = Axis::percent},
              .lines = {}};
  if (sweep.sequences.empty()) return chart;
  const std::size_t first = sweep.lengths.size() * (sweep.sequences.size() - 1);
  for (const char* name : {"exact", "error_rate"}) {
    const RunRecord::Column* metric = find(sweep.metrics, name);
    if (metric == nullptr || metric->values.size() < first + sweep.lengths.size()) continue;
    Line line{.name = with_spaces(name),
              .from = fmt::format("{} {}/{} {}", record.name, ended ? "/sweep" : "/evaluation", name, first),
              .x = sweep.lengths,
              .y = {}};
    line.y.assign(metric->values.begin() + static_cast<std::ptrdiff_t>(first),
                  metric->values.begin() + static_cast<std::ptrdiff_t>(first + sweep.lengths.size()));
    line.style = static_cast<int>(chart.lines.size());
    line.dots = true;
    chart.lines.push_back(std::move(line));
  }
  return chart;
}

Markup run_section(const RunRecord& record) {
  Markup section = element("h2", {name_span(record.name), " ", status_badge(record.status, record.message)});
  section += state_of(record) + facts(record);
  if (const std::vector<TracedSnapshot> snapshots = snapshots_of(record); !snapshots.empty())
    for (std::size_t i = 0; i < snapshots.back().traces->size(); ++i) section += traced_section(record, i);
  Markup charts;
  if (const Chart lengths = length_curves(record); !lengths.lines.empty())
    charts += framed(lengths, "generalization beyond the trained lengths");
  for (const Chart& chart : learning_curves(record)) charts += framed(chart);
  section += element("h3", {"Learning"}) + element("div", {{"class", "charts"}}, {charts});
  if (!record.final_sweep.lengths.empty())
    section += table("Final evaluation on new sequences, by length", sweep_rows(record));
  if (!record.attention.names.empty())
    section += table("Attention of each head at the end of training: means over time steps of new sequences",
                     named_rows(record, record.attention, "head", "/attention"));
  if (!record.questions.names.empty())
    section += table("Answers to questions at the end of training, and attention of hops to supporting facts",
                     named_rows(record, record.questions, "part", "/questions"));
  if (!record.parts.names.empty())
    section += table("Answers that the model wrote at the end of training, at the longest trained length",
                     named_rows(record, record.parts, "part of the test", "/parts"));
  section += pairs("Options", record.options) + pairs("Provenance", record.provenance);
  return element("article", {{"class", "run"}, {"data-run", record.name}}, {section});
}

}  // namespace memnet::report
