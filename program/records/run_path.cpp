#include "program/records/run_path.hpp"

namespace memnet {

std::filesystem::path run_file_path(const std::filesystem::path& run) {
  if (std::filesystem::is_directory(run)) return run / kRunFile;
  return run.has_parent_path() ? run : "." / run;  // so that parent_path() is never empty
}

}  // namespace memnet
