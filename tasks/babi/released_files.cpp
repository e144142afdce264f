#include "tasks/babi/released_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "memnet/base/error.hpp"
#include "tasks/babi/twenty_tasks.hpp"

namespace memnet::babi {
namespace {

namespace fs = std::filesystem;

// "it holds a, b, c, d and 7 more"
std::string contents(const fs::path& folder) {
  constexpr std::size_t kShown = 4;
  std::vector<std::string> names;
  std::error_code problem;
  for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end; entry.increment(problem))
    names.push_back(entry->path().filename().string());
  if (names.empty()) return "it is empty";
  std::ranges::sort(names);
  const std::size_t more = names.size() - std::min(names.size(), kShown);
  names.resize(names.size() - more);
  return fmt::format("it holds {}{}", fmt::join(names, ", "), more == 0 ? "" : fmt::format(" and {} more", more));
}

}  // namespace

std::string file_name(int task, std::string_view split) {
  return fmt::format("qa{}_{}_{}.txt", task, find_task(task).name, split);
}

fs::path find_file(const fs::path& folder, int task, std::string_view split) {
  const std::string name = file_name(task, split);
  std::error_code problem;
  if (!fs::is_directory(folder, problem))
    fail(ErrorKind::data,
         "{}: there is no such folder; expected one of the released bAbI data, such as en, which holds {}",
         folder.string(), name);
  if (!fs::exists(folder / name, problem))
    fail(ErrorKind::data, "{}: lacks {}; {}; expected a folder of the released bAbI data, such as en", folder.string(),
         name, contents(folder));
  return folder / name;
}

}  // namespace memnet::babi
