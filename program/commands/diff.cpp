// memnet diff: prints two runs side by side.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "memnet/base/error.hpp"
#include "program/commands/command.hpp"
#include "program/experiment/recorded_run.hpp"
#include "program/records/record.hpp"
#include "program/text/printable.hpp"

namespace memnet {
namespace {

constexpr std::size_t kNameWidth = 32, kRunWidth = 32;  // letters

void print_line(const std::string& name, const std::string& a, const std::string& b) {
  const std::string left = a.empty() ? "-" : printable(a), right = b.empty() ? "-" : printable(b);
  const bool is_too_wide = left.size() > kRunWidth;  // then the other value gets a line of its own
  fmt::print("  {:<{}} {:<{}}{}{}\n", printable(name), kNameWidth, left, kRunWidth,
             is_too_wide ? fmt::format("\n  {:<{}} ", "", kNameWidth) : " ", right);
}

// Prints the entries that differ, those of the first list before the others.
void print_differences(const char* title, const NamedTexts& a, const NamedTexts& b) {
  fmt::print("\n{}:\n", title);
  bool same = true;
  const auto print = [&](const std::string& name) {
    const std::string left = find_text(a, name), right = find_text(b, name);
    if (left == right) return;
    print_line(name, left, right);
    same = false;
  };
  for (const NamedText& entry : a) print(entry.name);
  for (const NamedText& entry : b)
    if (std::ranges::find(a, entry.name, &NamedText::name) == a.end()) print(entry.name);
  if (same) fmt::print("  all the same\n");
}

std::string number_text(double number) { return std::isnan(number) ? "" : fmt::format("{:.6g}", number); }

// Prints the metrics of both final sweeps, at every length that one of them has.
void print_both_results(const RunRecord& a, const RunRecord& b) {
  fmt::print("\nResults:\n");
  print_line("status", a.status, b.status);
  const auto number = [](const auto& list, const char* name) { return number_text(recorded_number(list, name)); };
  print_line("sequences", number(a.counters, "sequences"), number(b.counters, "sequences"));
  const auto print_cost = [&](const char* name) {
    const std::string of_a = number(a.cost, name), of_b = number(b.cost, name);
    if (!of_a.empty() || !of_b.empty()) print_line(name, of_a, of_b);
  };
#define MEMNET_COST(name, ...) print_cost(#name);
#include "program/records/costs.def"
#undef MEMNET_COST
  std::vector<double> lengths = a.final_sweep.lengths;
  lengths.insert(lengths.end(), b.final_sweep.lengths.begin(), b.final_sweep.lengths.end());
  std::ranges::sort(lengths);
  lengths.erase(std::unique(lengths.begin(), lengths.end()), lengths.end());
  const auto at = [](const RunRecord& record, const std::string& name, double length) {
    const auto found = std::ranges::find(record.final_sweep.lengths, length);
    return number_text(
        metric(record.final_sweep, name, static_cast<std::size_t>(found - record.final_sweep.lengths.begin())));
  };
  const RunRecord::Sweeps& named = a.final_sweep.metrics.empty() ? b.final_sweep : a.final_sweep;
  for (const double length : lengths)
    for (const RunRecord::Column& column : named.metrics)
      print_line(fmt::format("{} at {}", column.name, length), at(a, column.name, length), at(b, column.name, length));
  const bool same =
      std::ranges::equal(a.parameters, b.parameters, [](const RunRecord::Values& p, const RunRecord::Values& q) {
        return p.name == q.name && p.numbers == q.numbers;
      });
  fmt::print("\nTheir trained parameters are {}.\n", same ? "the same, bit by bit" : "not the same");
}

class DiffCommand final : public Command {
 public:
  std::string help() const override {
    return "memnet diff RUN RUN\n"
           "\n"
           "  memnet diff runs/copy-ntm-s1-* runs/copy-content-s1-*\n"
           "\n"
           "Prints the options that differ, everything else that differs in how the runs were made, and their results "
           "side by\n"
           "side.\n";
  }

  int run(const Arguments& arguments) override {
    if (arguments.positional.size() != 2)
      fail(ErrorKind::usage, "diff: expected two runs, but got {}; 'memnet help diff' shows an example",
           arguments.positional.size());
    constexpr RunParts kWithoutTraces{.snapshots = false, .episode = RunParts::kNone};
    const RunRecord a = RecordedRun(arguments.positional[0], "", kWithoutTraces).record;
    const RunRecord b = RecordedRun(arguments.positional[1], "", kWithoutTraces).record;
    print_line("", arguments.positional[0], arguments.positional[1]);
    print_differences("Options", a.options, b.options);
    print_differences("How they were made", a.provenance, b.provenance);
    print_both_results(a, b);
    return 0;
  }
};

}  // namespace

std::unique_ptr<Command> make_diff_command() { return std::make_unique<DiffCommand>(); }

}  // namespace memnet
