#include "program/records/run_path.hpp"

namespace memnet {

std::filesystem::path run_file_path(const std::filesystem::path& run) {
  if (std::filesystem::is_directory(run)) return run / "run.h5";
  return run.has_parent_path() ? run : "." / run;  // so that its folder has a name
}

}  // namespace memnet
