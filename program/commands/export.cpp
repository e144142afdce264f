// memnet export: the numbers of runs in long form, for other programs.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "memnet/base/error.hpp"
#include "memnet/io/run_file.hpp"
#include "memnet/os/atomic_file.hpp"
#include "program/commands/command.hpp"
#include "program/records/run_path.hpp"
#include "program/text/csv.hpp"
#include "program/text/json.hpp"
#include "program/text/printable.hpp"

namespace memnet {

extern const char* const kHelp_export;
const char* const kHelp_export =
    "memnet export RUN ... [--csv|--json] [--out FILE]\n\n"
    "  memnet export runs/copy-ntm-s1-3f2a90cd > run.csv     to standard output\n"
    "  memnet export runs/copy-* --out copy.csv              several runs, into a file\n\n"
    "One number a line: run, kind, sequences, length, metric, value. The kinds: train (the training series), "
    "evaluation\n"
    "(the length sweep while training), sweep (the one at the end), attention (how heads look, such as "
    "read0/entropy),\n"
    "cost. A column that does not apply is empty. --csv is the default; --json: one object a line.\n";

namespace {

struct Number {
  const char* kind;
  std::string sequences, length, metric;
  double value;
};

// A column, and whether numbers stand in it.
struct Field {
  const char* name;
  bool is_number;
};
constexpr std::array<Field, 6> kFields = {
    {{"run", false}, {"kind", false}, {"sequences", true}, {"length", true}, {"metric", false}, {"value", true}}};
using Row = std::array<std::string, kFields.size()>;

std::string csv_of(const Row& line) { return csv_line(line); }

std::string json_of(const Row& line) {
  std::string text;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool nothing = line[i].empty() || line[i].ends_with("nan") || line[i].ends_with("inf");
    text += fmt::format("{}\"{}\":{}", i == 0 ? "{" : ",", kFields[i].name,
                        !kFields[i].is_number ? json_string(printable(line[i]))
                        : nothing             ? "null"
                                              : line[i]);
  }
  return text + "}\n";
}

std::string lines_of(const RunRecord& record, std::string (*text_of)(const Row& line)) {
  std::string text;
  const auto add = [&](const Number& n) {
    text += text_of({record.name, n.kind, n.sequences, n.length, n.metric, fmt::format("{}", n.value)});
  };
  const auto add_sweeps = [&](const char* kind, const RunRecord::Sweeps& sweeps) {
    for (const RunRecord::Column& metric : sweeps.metrics)
      for (std::size_t i = 0; i < metric.values.size(); ++i)
        add({kind, fmt::format("{}", sweeps.sequences[i / sweeps.lengths.size()]),
             fmt::format("{}", sweeps.lengths[i % sweeps.lengths.size()]), metric.name, metric.values[i]});
  };
  const RunRecord::Column& sequences = record.train.front();
  for (std::size_t c = 1; c < record.train.size(); ++c)
    for (std::size_t row = 0; row < std::min(sequences.values.size(), record.train[c].values.size()); ++row)
      add({"train", fmt::format("{}", sequences.values[row]), "", record.train[c].name, record.train[c].values[row]});
  add_sweeps("evaluation", record.evaluation);
  add_sweeps("sweep", record.final_sweep);
  const auto add_figures = [&](const char* kind, const RunRecord::NamedColumns& figures) {
    for (const RunRecord::Column& figure : figures.columns)
      for (std::size_t i = 0; i < figure.values.size(); ++i)
        add({kind, "", "", figures.names[i] + "/" + figure.name, figure.values[i]});
  };
  add_figures("attention", record.attention);
  add_figures("questions", record.questions);
  for (const auto& [name, value] : record.cost) add({"cost", "", "", name, value});
  return text;
}

}  // namespace

int command_export(const Arguments& arguments) {
  bool csv = false, json = false;
  std::string out;
  Options options(arguments.settings);
  options.top().add("csv", csv, "as comma-separated values: the default");
  options.top().add("json", json, "as one JSON object a line");
  options.top().add("out", out, "the file to write; standard output if it is empty");
  options.finish();
  if (csv && json) fail(ErrorKind::usage, "export: --csv or --json, but not both");
  if (arguments.positional.empty())
    fail(ErrorKind::usage, "export: expected runs; 'memnet help export' shows examples");

  std::string text;
  if (!json) {
    Row head;
    std::ranges::transform(kFields, head.begin(), &Field::name);
    text = csv_of(head);
  }
  for (const std::string& run : arguments.positional)
    text += lines_of(read_run_file(run_file_path(run)), json ? json_of : csv_of);
  if (out.empty())
    fmt::print("{}", text);
  else
    write_file_atomically(out, std::as_bytes(std::span(text)));
  return 0;
}

}  // namespace memnet
