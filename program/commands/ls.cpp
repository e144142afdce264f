// memnet ls: lists the runs in folders, one a line.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"
#include "program/commands/command.hpp"
#include "program/commands/saved_runs.hpp"
#include "program/comparison/bank.hpp"
#include "program/records/record.hpp"
#include "program/records/run_columns.hpp"
#include "program/records/run_filter.hpp"
#include "program/text/columns.hpp"
#include "program/text/csv.hpp"
#include "program/text/json.hpp"
#include "program/text/printable.hpp"

namespace memnet {
namespace {

struct ListedRun {
  RunSummary summary;
  std::vector<std::string> values;  // one for each of run_columns()
};

// Returns the index of a column, or the number of columns if there is none with this name.
std::size_t column_index(std::string_view name) {
  return static_cast<std::size_t>(std::ranges::find(run_columns(), name, &RunColumn::name) - run_columns().begin());
}

// Returns the value of a column, or of an option.
std::string value_of(const ListedRun& run, const std::string& name) {
  const std::size_t index = column_index(name);
  return index < run.values.size() ? run.values[index] : recorded_option(run.summary.record, name);
}

std::vector<std::string> known_names(const std::vector<ListedRun>& runs) {
  std::vector<std::string> names;
  for (const RunColumn& column : run_columns()) names.emplace_back(column.name);
  std::set<std::string> options;
  for (const ListedRun& run : runs)
    for (const auto& [name, value, is_number] : run.summary.record.options)
      if (column_index(name) == run_columns().size()) options.insert(name);
  names.insert(names.end(), options.begin(), options.end());
  return names;
}

void sort_runs(std::vector<ListedRun>& runs, const std::string& by) {
  const bool falling = by.starts_with('-');
  const std::string name = full_name(falling ? by.substr(1) : by, known_names(runs), "ls: --sort");
  std::ranges::stable_sort(runs, [&](const ListedRun& a, const ListedRun& b) {
    const std::string x = value_of(a, name), y = value_of(b, name);
    if (x.empty() || y.empty()) return !x.empty() && y.empty();  // an empty value comes last in both orders
    return falling ? comes_before(y, x) : comes_before(x, y);
  });
}

// A column of the printed table.
struct ListColumn {
  const char* name;  // of the value, in run_columns()
  const char* heading;
  int digits;                  // after the decimal point; -1: text
  bool only_if_known = false;  // whether there is no such column if no run has the value
};
constexpr ListColumn kColumns[] = {{"run", "run", -1},
                                   {"status", "status", -1},
                                   {"task", "task", -1},
                                   {"scheme", "scheme", -1},
                                   {"write_mode", "writes", -1},
                                   {"seed", "seed", 0},
                                   {"sequences", "sequences", 0},
                                   {"errors", "errors", 3},
                                   {"exact", "exact", 3},
                                   {"solved", "solved", -1},
                                   {"seconds", "seconds", 1},
                                   {"auxiliary_loss", "auxiliary", 3, true}};

std::string shown_value(const ListedRun& run, const ListColumn& column) {
  const std::string value = value_of(run, column.name);
  if (value.empty()) return "-";
  return column.digits < 0 ? printable(value)
                           : fmt::format("{:.{}f}", parse_number<double>(value).value_or(0), column.digits);
}

void print_runs(const std::vector<ListedRun>& runs) {
  std::vector<ListColumn> columns(std::begin(kColumns), std::end(kColumns));
  std::erase_if(columns, [&](const ListColumn& column) {
    return column.only_if_known &&
           std::ranges::all_of(runs, [&](const ListedRun& run) { return value_of(run, column.name).empty(); });
  });
  std::vector<std::vector<std::string>> rows(1);
  for (const ListColumn& column : columns) rows[0].emplace_back(column.heading);
  for (const ListedRun& run : runs) {
    rows.emplace_back();
    for (const ListColumn& column : columns) rows.back().push_back(shown_value(run, column));
  }
  std::vector<std::size_t> widths(columns.size(), 0);
  for (const auto& row : rows)
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], columns_of(row[c]));
  for (const auto& row : rows) {
    std::string text;
    for (std::size_t c = 0; c < row.size(); ++c)
      text += (c == 0 ? "" : "  ") +
              (columns[c].digits < 0 ? filled_behind(row[c], widths[c]) : filled_before(row[c], widths[c]));
    fmt::print("{}\n", text.substr(0, text.find_last_not_of(' ') + 1));
  }
}

void print_csv(const std::vector<ListedRun>& runs) {
  std::vector<std::string> head;
  for (const RunColumn& column : run_columns()) head.emplace_back(column.name);
  fmt::print("{}", csv_line(head));
  for (const ListedRun& run : runs) fmt::print("{}", csv_line(run.values));
}

// Returns a number as JSON. Text that is not a number (in a file of another program) becomes a string.
std::string json_number(const std::string& text) {
  if (text.find_first_not_of("0123456789") == text.npos && (text == "0" || text[0] != '0')) return text;
  const std::optional<double> number = parse_number<double>(text);
  return number && std::isfinite(*number) ? fmt::format("{}", *number) : json_string(printable(text));
}

void print_json(const std::vector<ListedRun>& runs) {
  for (const ListedRun& run : runs) {
    std::vector<std::string> fields, options;
    for (std::size_t i = 0; i < run.values.size(); ++i) {
      const std::string& value = run.values[i];
      fields.push_back(fmt::format("\"{}\":{}", run_columns()[i].name,
                                   value.empty()                ? "null"
                                   : run_columns()[i].is_number ? json_number(value)
                                                                : json_string(printable(value))));
    }
    for (const auto& [name, value, is_number] : run.summary.record.options)
      options.push_back(json_string(printable(name)) + ":" +
                        (is_number ? json_number(value) : json_string(printable(value))));
    fmt::print("{{{},\"options\":{{{}}}}}\n", fmt::join(fields, ","), fmt::join(options, ","));
  }
}

class LsCommand final : public Command {
 public:
  std::string help() const override {
    std::string text =
        "memnet ls [FOLDER|PLAN|RUN ...] [--where CONDITION] [--sort NAME] [--csv|--json]\n"
        "\n"
        "  memnet ls                                              the runs in the folder runs\n"
        "  memnet ls --where 'task=copy and seed<5'               some of them\n"
        "  memnet ls --where \"addressing~sharpen and not (exact>=0.99 or status=running)\"\n"
        "  memnet ls runs other/runs --sort=-exact                best first; --sort seconds: fastest first\n"
        "  memnet ls runs/quick-90cd3f2a                          those of a comparison, also from its bank\n"
        "  memnet ls --csv > runs.csv                             for a spreadsheet; --json also prints the options\n"
        "\n"
        "A condition compares a name with a value (= != < <= > >=, ~ for 'contains'). Comparisons are joined by and, "
        "or, not\n"
        "and parentheses; a value with spaces is quoted. Run files that cannot be read are listed as unreadable, each "
        "with a\n"
        "message, and the exit code is 3. A name is an option of the runs, by its last part if only one option ends "
        "with it\n"
        "(slots for model.slots), or one of:\n";
    for (const RunColumn& column : run_columns())
      text += *column.meaning == '\0' ? fmt::format("  {}\n", column.name)
                                      : fmt::format("  {:<18} {}\n", column.name, column.meaning);
    return text;
  }

  void declare(const Options::Section& options) override {
    options.add("where", where_, "condition that the listed runs meet; empty: all runs");
    options.add("sort", sort_, "name to sort by, in descending order after a minus sign; empty: by path");
    options.add("csv", csv_, "print comma-separated values");
    options.add("json", json_, "print one JSON object a line");
    banks_.declare(options);
  }

  int run(const Arguments& arguments) override {
    if (csv_ && json_) fail(ErrorKind::usage, "ls: --csv or --json, but not both");

    std::vector<std::string> places = arguments.positional;
    if (places.empty()) places = {"runs"};
    std::vector<UnreadableRun> unreadable;
    RunColumnReader reader;
    std::vector<ListedRun> runs;
    const auto add = [&](RunSummary summary) {
      std::vector<std::string> values = reader.values(summary);
      runs.push_back({std::move(summary), std::move(values)});
    };
    for (RunSummary& summary : read_runs(places, banks_, unreadable)) add(std::move(summary));
    for (const UnreadableRun& run : unreadable) {
      RunRecord record;
      record.name = run.file.parent_path().filename();
      record.status = "unreadable";
      add({run.file, std::move(record)});
    }
    std::ranges::stable_sort(runs, {}, [](const ListedRun& run) { return run.summary.file.native(); });

    const std::size_t all = runs.size();
    if (!where_.empty()) {
      const RunFilter filter(where_, known_names(runs), "ls: --where");
      std::erase_if(runs, [&](const ListedRun& run) {
        return !filter.matches([&](const std::string& name) { return value_of(run, name); });
      });
    }
    if (!sort_.empty()) sort_runs(runs, sort_);
    if (csv_)
      print_csv(runs);
    else if (json_)
      print_json(runs);
    else if (!runs.empty())
      print_runs(runs);
    else
      fmt::print("{}\n", all == 0 ? "no runs here; 'memnet run' makes one"
                                  : fmt::format("none of {} runs meets the condition", all));
    return report_unreadable(unreadable);
  }

 private:
  std::string where_, sort_;
  BankOptions banks_;
  bool csv_ = false, json_ = false;
};

}  // namespace

std::unique_ptr<Command> make_ls_command() { return std::make_unique<LsCommand>(); }

}  // namespace memnet
