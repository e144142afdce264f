#include "program/records/builds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "memnet/base/text.hpp"

namespace memnet {

std::string build_of(const RunRecord& record) {
  std::string names, last;
  for (const RunRecord::Build& build : record.builds)
    if (build.name != std::exchange(last, build.name)) append_item(names, build.name, ", then ");
  return names.empty() ? "an unknown build" : names;
}

std::string builds_in_words(const std::vector<std::string>& builds) {
  std::map<std::string, int> counts;
  for (const std::string& build : builds) ++counts[build];
  std::vector<std::pair<std::string, int>> sorted(counts.begin(), counts.end());
  std::ranges::stable_sort(sorted, std::greater(), &std::pair<std::string, int>::second);
  std::string words;
  for (const auto& [build, count] : sorted)
    append_item(words, fmt::format("{} {} by {}", count, count == 1 ? "run" : "runs", build), "; ");
  return words;
}

}  // namespace memnet
