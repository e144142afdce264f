// memnet export: writes the numbers of runs in long form, for other programs.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "memnet/base/error.hpp"
#include "program/commands/command.hpp"
#include "program/commands/output_file.hpp"
#include "program/commands/saved_runs.hpp"
#include "program/experiment/recorded_run.hpp"
#include "program/text/csv.hpp"
#include "program/text/json.hpp"
#include "program/text/printable.hpp"

namespace memnet {
namespace {

struct ExportedNumber {
  const char* kind;
  std::string sequences, length, metric;
  double value;
};

// A column, and whether it holds numbers.
struct ExportField {
  const char* name;
  bool is_number;
};
constexpr std::array<ExportField, 6> kExportFields = {
    {{"run", false}, {"kind", false}, {"sequences", true}, {"length", true}, {"metric", false}, {"value", true}}};
using ExportRow = std::array<std::string, kExportFields.size()>;

std::string csv_head() {
  ExportRow head;
  std::ranges::transform(kExportFields, head.begin(), &ExportField::name);
  return csv_line(head);
}

std::string csv_of(const ExportRow& row) { return csv_line(row); }

std::string json_of(const ExportRow& row) {
  std::string text;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const bool is_missing = row[i].empty() || row[i].ends_with("nan") || row[i].ends_with("inf");
    text += fmt::format("{}\"{}\":{}", i == 0 ? "{" : ",", kExportFields[i].name,
                        !kExportFields[i].is_number ? json_string(printable(row[i]))
                        : is_missing                ? "null"
                                                    : row[i]);
  }
  return text + "}\n";
}

std::string lines_of(const RunRecord& record, std::string (*format_row)(const ExportRow& row)) {
  std::string text;
  const auto add = [&](const ExportedNumber& n) {
    text += format_row({record.name, n.kind, n.sequences, n.length, n.metric, fmt::format("{}", n.value)});
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
  const auto add_table = [&](const char* kind, const RunRecord::NamedColumns& table) {
    for (const RunRecord::Column& column : table.columns)
      for (std::size_t i = 0; i < column.values.size(); ++i)
        add({kind, "", "", table.names[i] + "/" + column.name, column.values[i]});
  };
  add_table("attention", record.attention);
  add_table("questions", record.questions);
  add_table("parts", record.parts);
  for (const auto& [name, value] : record.cost) add({"cost", "", "", name, value});
  return text;
}

class ExportCommand final : public Command {
 public:
  std::string help() const override {
    return "memnet export RUN|PLAN ... [--csv|--json] [--out FILE] [--force]\n"
           "\n"
           "  memnet export runs/copy-ntm-s1-* > run.csv            to standard output\n"
           "  memnet export runs/copy-* --out copy.csv              several runs, into a file\n"
           "\n"
           "Each line holds one number: run, kind, sequences, length, metric, value. The kinds are train (the training "
           "series),\n"
           "evaluation (the length sweeps during training), sweep (the one at the end), attention (statistics of the "
           "heads, such\n"
           "as read0/entropy), questions (answers about stories), parts (answers that are written, by part of the "
           "test), and "
           "cost.\n"
           "A column that does not apply is empty.\n";
  }

  void declare(const Options::Section& options) override {
    options.add("csv", csv_, "write comma-separated values, which is the default");
    options.add("json", json_, "write one JSON object a line");
    out_.declare(options, "file to write; empty: standard output");
  }

  int run(const Arguments& arguments) override {
    if (csv_ && json_) fail(ErrorKind::usage, "export: --csv or --json, but not both");
    if (arguments.positional.empty())
      fail(ErrorKind::usage, "export: expected runs; 'memnet help export' shows examples");

    const auto [runs, code] = saved_runs(arguments.positional);
    std::string text = json_ ? "" : csv_head();
    for (const std::filesystem::path& run : runs)
      text += lines_of(RecordedRun(run, "", {.snapshots = false, .episode = RunParts::kNone, .state = false}).record,
                       json_ ? json_of : csv_of);
    out_.write(text);
    return code;
  }

 private:
  bool csv_ = false, json_ = false;
  OutputFile out_{"", {csv_head(), fmt::format("{{\"{}\":\"", kExportFields.front().name)}};
};

}  // namespace

std::unique_ptr<Command> make_export_command() { return std::make_unique<ExportCommand>(); }

}  // namespace memnet
