#include "program/records/run_path.hpp"

#include <optional>
#include <system_error>

#include "memnet/base/error.hpp"

namespace memnet {
namespace {

namespace fs = std::filesystem;

bool is_folder(const fs::path& place) {
  std::error_code problem;
  return fs::is_directory(place, problem);
}

bool is_there(const fs::path& place) {
  std::error_code problem;
  return fs::exists(place, problem);
}

// Returns one of the runs in a folder of runs, nothing if there is none.
std::optional<fs::path> run_in(const fs::path& folder) {
  std::error_code problem;
  for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end; entry.increment(problem))
    if (is_there(entry->path() / kRunFile)) return entry->path();
  return std::nullopt;
}

}  // namespace

fs::path run_file_path(const fs::path& run) {
  if (is_folder(run)) return run / kRunFile;
  return run.has_parent_path() ? run : "." / run;  // so that parent_path() is never empty
}

bool is_plan(const fs::path& place) {
  if (is_folder(place)) return is_there(place / kPlanFile);
  return place.filename() == kPlanFile && is_there(place);
}

bool nothing_is_saved(const fs::path& place) {
  return is_folder(place) && !is_there(place / kRunFile) && !is_plan(place) && !run_in(place);
}

fs::path require_run_file(const fs::path& place) {
  if (is_plan(place))
    fail(
        ErrorKind::usage,
        "{}: is a comparison, not a run; 'memnet status', 'watch' and 'report' show it, 'memnet compare' continues it, "
        "and the folders beside it are its runs",
        place.string());
  fs::path file = run_file_path(place);
  if (!is_folder(place) || is_there(file)) return file;
  if (const std::optional<fs::path> run = run_in(place))
    fail(ErrorKind::usage, "{}: is a folder of runs; give one of them, such as {}", place.string(), run->string());
  fail(ErrorKind::io,
       "{}: there is no {} in this folder; if it is that of a run, nothing was saved: 'memnet run' starts it again",
       place.string(), kRunFile);
}

}  // namespace memnet
