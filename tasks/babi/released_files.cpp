#include "tasks/babi/released_files.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <regex>
#include <vector>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"
#include "tasks/babi/twenty_tasks.hpp"

namespace memnet::babi {
namespace {

namespace fs = std::filesystem;

// Returns the names in a folder, sorted.
std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code problem;
  for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end; entry.increment(problem))
    names.push_back(entry->path().filename().string());
  std::ranges::sort(names);
  return names;
}

// "it holds a, b, c, d and 7 more"
std::string contents(const fs::path& folder) {
  constexpr std::size_t kShown = 4;
  std::vector<std::string> names = names_in(folder);
  if (names.empty()) return "it is empty";
  const std::size_t more = names.size() - std::min(names.size(), kShown);
  names.resize(names.size() - more);
  return fmt::format("it holds {}{}", fmt::join(names, ", "), more == 0 ? "" : fmt::format(" and {} more", more));
}

// What a file name says.
struct Name {
  int task = 0;  // 0: this is no name of a file of stories
  std::string title, split;
};

// The split is the last word of the name that begins with train, valid or test; if no word does, the last place where
// one of these stands.
Name parse_name(const std::string& file) {
  static const std::string start = "(?:|.*[^A-Za-z0-9])qa([0-9]+)_", split = "(train|valid|test).*";
  static const std::regex word(start + "(.*[^A-Za-z0-9]|)" + split), anywhere(start + "(.*)" + split);
  std::smatch parts;
  if (file.starts_with('.') || !(std::regex_match(file, parts, word) || std::regex_match(file, parts, anywhere)))
    return {};
  Name name{parse_number<int>(parts[1].str()).value_or(0), parts[2], parts[3]};
  name.title.erase(name.title.find_last_not_of("_-. ") + 1);
  std::ranges::replace(name.title, ' ', '-');
  return name;
}

bool is_released(int task) {
  return std::ranges::find(all_babi_tasks(), task, &BabiTask::number) != all_babi_tasks().end();
}

}  // namespace

std::string file_name(int task, std::string_view split) {
  return fmt::format("qa{}_{}_{}.txt", task, find_task(task).name, split);
}

std::optional<fs::path> look_for_file(const fs::path& folder, int task, std::string_view split) {
  std::error_code problem;
  if (!fs::is_directory(folder, problem))
    fail(ErrorKind::data,
         "{}: there is no such folder; expected one of the released bAbI data, such as en, or one with files such as "
         "qa{}_{}.txt",
         folder.string(), task, split);
  std::vector<std::string> found;
  for (const std::string& file : names_in(folder)) {
    const Name name = parse_name(file);
    if (name.task != task || name.split != split || !fs::is_regular_file(folder / file, problem)) continue;
    if (is_released(task) && file == file_name(task, split)) return folder / file;
    found.push_back(file);
  }
  const auto is_text = [](const std::string& file) { return file.ends_with(".txt"); };
  if (std::ranges::any_of(found, is_text)) std::erase_if(found, std::not_fn(is_text));
  if (found.size() > 1)
    fail(ErrorKind::data, "{}: holds {} and {}, and both could be the {} file of task {}; move one of them away",
         folder.string(), found[0], found[1], split, task);
  return found.empty() ? std::nullopt : std::optional(folder / found[0]);
}

fs::path find_file(const fs::path& folder, int task, std::string_view split) {
  if (std::optional<fs::path> file = look_for_file(folder, task, split)) return *file;
  fail(ErrorKind::data, "{}: lacks {}, or another file with qa{}_ and {} in its name; {}", folder.string(),
       is_released(task) ? file_name(task, split) : fmt::format("qa{}_{}.txt", task, split), task, split,
       contents(folder));
}

std::string title_of(const fs::path& file) {
  const Name name = parse_name(file.filename().string());
  return name.title.empty() && is_released(name.task) ? find_task(name.task).name : name.title;
}

}  // namespace memnet::babi
