#include "program/commands/saved_runs.hpp"

#include <fmt/format.h>

#include <set>

#include "memnet/base/error.hpp"
#include "program/comparison/plan.hpp"
#include "program/terminal/standard_streams.hpp"
#include "program/text/printable.hpp"

namespace memnet {
namespace {

namespace fs = std::filesystem;

void print_message(const std::string& text) { write_now(stderr, "memnet: " + printable(text) + "\n"); }

}  // namespace

SavedRuns saved_runs(std::span<const std::string> places) {
  const std::vector<fs::path> all = with_runs_of_plans(places);
  SavedRuns saved;
  if (all.size() == 1 && !is_plan(places.front())) {
    saved.files = {require_run_file(all.front())};
    return saved;
  }
  std::set<fs::path> known;
  for (const fs::path& place : all)
    if (nothing_is_saved(place))
      print_message(fmt::format("{}: nothing is saved in this folder; it is left out", place.string()));
    else if (const fs::path file = require_run_file(place); known.insert(file.lexically_normal()).second)
      saved.files.push_back(file);
  std::vector<UnreadableRun> unreadable;
  read_run_index(saved.files, &unreadable);
  for (const UnreadableRun& run : unreadable)
    std::erase_if(saved.files,
                  [&](const fs::path& file) { return file.lexically_normal() == run.file.lexically_normal(); });
  saved.code = report_unreadable(unreadable);
  if (saved.files.empty())
    fail(ErrorKind::io, "{}{}: no run is saved there that can be read; train one with 'memnet run'", places.front(),
         places.size() > 1 ? ", ..." : "");
  return saved;
}

std::vector<RunSummary> read_runs(std::span<const std::string> places, const BankOptions& banks,
                                  std::vector<UnreadableRun>& unreadable) {
  std::vector<RunSummary> runs = read_run_index(with_runs_of_plans(places), &unreadable);
  for (const std::string& place : places) {
    if (!is_plan(place)) continue;
    const std::string left_out = Bank(read_plan(place), banks).complete(runs);
    if (!left_out.empty()) print_message(left_out);
  }
  return runs;
}

int report_unreadable(std::span<const UnreadableRun> runs) {
  for (const UnreadableRun& run : runs) print_message(run.message);
  return runs.empty() ? 0 : static_cast<int>(ErrorKind::data);
}

}  // namespace memnet
