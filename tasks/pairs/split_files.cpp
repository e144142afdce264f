#include "tasks/pairs/split_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <string>

#include "memnet/base/error.hpp"

namespace memnet::pairs {
namespace {

namespace fs = std::filesystem;

// Returns the part that a name stands for, by the last of its words that means one; kParts.size() if none does.
std::size_t part_of(const std::string& name) {
  static const std::regex word(
      "(?:|.*[^A-Za-z0-9])(train|training|val|valid|validation|dev|test|testing)(?![A-Za-z]).*");
  std::smatch match;
  if (name.starts_with('.') || !std::regex_match(name, match, word)) return kParts.size();
  const std::string found = match[1].str();
  return found.starts_with("train") ? 0 : found.starts_with("test") ? 2 : 1;
}

}  // namespace

SplitFiles find_files(const fs::path& path) {
  std::error_code problem;
  if (fs::is_regular_file(path, problem)) return {.all = path, .parts = {}};
  if (fs::exists(path, problem) && !fs::is_directory(path, problem))
    fail(ErrorKind::data,
         "{}: is neither a regular file nor a folder; copy the pairs to a file, since resume and eval read them again",
         path.string());
  if (!fs::is_directory(path, problem))
    fail(ErrorKind::data,
         "{}: there is no such file or folder; expected a file of pairs, or a folder with train.txt, test.txt and, if "
         "there is one, validation.txt",
         path.string());
  std::vector<std::string> names;
  for (fs::directory_iterator entry(path, problem), end; !problem && entry != end; entry.increment(problem))
    if (entry->is_regular_file(problem)) names.push_back(entry->path().filename().string());
  std::ranges::sort(names);
  SplitFiles files;
  for (const std::string& name : names) {
    const std::size_t part = part_of(name);
    if (part == kParts.size()) continue;
    if (!files.parts[part].empty())
      fail(ErrorKind::data,
           "{}: holds {} and {}, and both could be the {} file; move one of them away, or name a single file",
           path.string(), files.parts[part].filename().string(), name, kParts[part]);
    files.parts[part] = path / name;
  }
  for (const std::size_t part : {std::size_t(0), std::size_t(2)})
    if (files.parts[part].empty())
      fail(ErrorKind::data, "{}: lacks a file with the word '{}' in its name, such as {}.txt; it holds {}",
           path.string(), kParts[part], kParts[part],
           names.empty() ? "no file" : fmt::format("{} file{}", names.size(), names.size() == 1 ? "" : "s"));
  return files;
}

}  // namespace memnet::pairs
