// memnet watch: follows what another process is writing.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <thread>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"
#include "memnet/io/run_file.hpp"
#include "memnet/os/folder_lock.hpp"
#include "program/commands/command.hpp"
#include "program/comparison/plan.hpp"
#include "program/records/record.hpp"
#include "program/records/run_path.hpp"
#include "program/report/sections/comparison_view.hpp"
#include "program/report/text/terminal_blocks.hpp"
#include "program/terminal/live_table.hpp"
#include "program/terminal/progress.hpp"
#include "program/text/printable.hpp"

namespace memnet {

extern const char* const kHelp_watch;
const char* const kHelp_watch =
    "memnet watch RUN|PLAN [--every SECONDS]\n\n"
    "  memnet watch runs/copy-ntm-s1-3f2a90cd    a run: how far it is, and how its loss falls\n"
    "  memnet watch runs/quick-90cd3f2a          a comparison: what is done, and what is at work\n\n"
    "Looks at the run files that another process publishes (every 30 s, and with each evaluation), until there is "
    "nothing\n"
    "left to wait for: all is finished, or nobody works on it any more. It changes nothing. Where no person watches, a "
    "line\n"
    "for each change. Exit code 0 if all is well, 4 if a run diverged.\n";

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kCurve = 24;  // characters

constexpr int kIdleLooks = 3;  // between two cells of a comparison nobody holds a run for a moment

// What there is to see at a moment.
struct View {
  std::vector<std::string> lines;  // the first one tells it all
  bool at_work = false;            // somebody
  bool over = false;               // there is nothing left to do
  int code = 0;
};

double option_number(const RunRecord& record, const char* name) {
  return recorded_option_number(record, name).value_or(0);
}

std::string how_far(const RunRecord& record) {
  const double done = recorded_number(record.counters, "sequences"), all = option_number(record, "train.sequences");
  if (record.status == "finished") return fmt::format("{:.0f} sequences", done);
  return fmt::format("{:.0f} of {:.0f} sequences ({:.0f} %)", done, all, 100 * done / all);
}

// The last evaluation, at each length.
std::string last_evaluation(const RunRecord& record) {
  const RunRecord::Sweeps& sweeps = record.evaluation;
  if (sweeps.sequences.empty()) return "not evaluated yet";
  std::string words = "without an error:";
  const std::size_t first = (sweeps.sequences.size() - 1) * sweeps.lengths.size();
  for (std::size_t i = 0; i < sweeps.lengths.size(); ++i)
    words += fmt::format("  {:.0f} % at {}", 100 * metric(sweeps, "exact", first + i), sweeps.lengths[i]);
  return words;
}

View look_at_run(const fs::path& file) {
  if (!fs::exists(file))
    return {.lines = {"waiting for " + file.string()}, .at_work = folder_in_use(file.parent_path())};
  View view;
  view.at_work = folder_in_use(file.parent_path());  // asked first: what was published last is read after it
  const RunRecord record = read_run_file(file);
  view.over = record.status == "finished" || record.status == "diverged";
  view.code = record.status == "diverged" ? static_cast<int>(ErrorKind::diverged) : 0;
  const bool stopped = record.status == "running" && !view.at_work;
  view.lines = {
      fmt::format("{}: {}, {}", record.name, stopped ? "stopped, nobody works on it" : record.status, how_far(record))};
  if (!record.message.empty()) view.lines.push_back("  " + record.message);
  const auto loss = std::ranges::find(record.train, "loss", &RunRecord::Column::name);
  if (loss != record.train.end() && !loss->values.empty())
    view.lines.push_back(fmt::format("  loss {:.4g} nats per scored bit  {}", loss->values.back(),
                                     report::spark_line(loss->values, kCurve, report::draws_blocks())));
  view.lines.push_back("  " + last_evaluation(record));
  return view;
}

View look_at_plan(const fs::path& place) {
  const report::Survey survey = report::survey(place);
  const fs::path folder = plan_folder(place).parent_path();
  std::map<std::string, int> counts;
  View view;
  view.over = true;
  std::vector<std::string> progress;
  for (std::size_t i = 0; i < survey.plan.runs.size(); ++i) {
    const PlannedRun& cell = survey.plan.runs[i];
    const bool busy = folder_in_use(folder / cell.name);
    ++counts[busy ? "running" : survey.states[i].status == "running" ? "stopped" : survey.states[i].status];
    if (survey.states[i].status == "diverged") view.code = static_cast<int>(ErrorKind::diverged);
    view.over = view.over && !busy && (survey.states[i].status == "finished" || survey.states[i].status == "diverged");
    if (!busy) continue;
    view.at_work = true;
    const auto card = std::ranges::find(survey.cards, cell.name, [](const RunSummary& c) { return c.record.name; });
    progress.push_back(fmt::format("  {:<44} {}", survey.plan.describe(cell),
                                   card == survey.cards.end() ? "begins" : how_far(card->record)));
  }
  std::string words;
  for (const auto& [status, count] : counts) append_item(words, fmt::format("{} {}", count, status));
  view.lines = {fmt::format("{}: {} runs: {}", survey.plan.name, survey.plan.runs.size(), words)};
  view.lines.insert(view.lines.end(), progress.begin(), progress.end());
  return view;
}

}  // namespace

int command_watch(const Arguments& arguments) {
  const fs::path place = only_argument(arguments, "watch", "a run, or the folder of a comparison");
  double every = 1;
  Options options(arguments.settings);
  options.top().add("every", every, 0.05, 3600, "seconds between two looks");
  options.finish();
  if (!fs::exists(place))
    fail(ErrorKind::io, "{}: there is no such run, and no such comparison; give the folder of one", place.string());
  const bool plan = is_plan(place);
  const auto look = [&] { return plan ? look_at_plan(place) : look_at_run(run_file_path(place)); };

  View view = look();
  {
    LiveTable table(false, false);
    std::string told;
    for (int idle = 0; !view.over && idle < kIdleLooks; idle = view.at_work ? 0 : idle + 1) {
      if (on_terminal())
        table.draw(view.lines);
      else if (view.lines.front() != told)
        table.event("progress", told = view.lines.front(), "");
      std::this_thread::sleep_for(std::chrono::duration<double>(every));
      view = look();
    }
  }
  for (const std::string& line : view.lines) fmt::print("{}\n", printable(line));
  return view.code;
}

}  // namespace memnet
