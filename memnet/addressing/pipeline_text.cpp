#include "memnet/addressing/pipeline_text.hpp"

#include <fmt/ranges.h>

#include <algorithm>

#include "memnet/base/error.hpp"
#include "memnet/base/old_names.hpp"
#include "memnet/base/options.hpp"
#include "memnet/base/text.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

bool in_parentheses(const StageWord& word) { return word.argument.starts_with('('); }

// Returns what stands in the parentheses of a stage.
std::string inside(const StageWord& word) {
  return std::string(trimmed(std::string_view(word.argument).substr(1, word.argument.size() - 2)));
}

// Returns whether the argument is a pipeline. Parentheses are read by a call for each level, so their depth is limited.
bool is_pipeline(const StageWord& word) {
  constexpr int kDeepest = 8;
  return in_parentheses(word) && word.argument.ends_with(')') && !inside(word).empty() &&
         std::ranges::count(word.argument, '(') <= kDeepest;
}

std::string canonical_stage(const StageWord& word) {
  if (is_pipeline(word)) return fmt::format("{}({})", word.name, canonical_addressing(inside(word)));
  if (in_parentheses(word)) return word.name + word.argument;
  if (word.argument.empty()) return word.name;
  std::vector<std::string> numbers = split_text(word.argument, ',');
  for (std::string& number : numbers) number = canonical_number(number);
  return fmt::format("{}:{}", word.name, fmt::join(numbers, ","));
}

}  // namespace

std::string canonical_addressing(const std::string& text) {
  std::vector<std::string> words;
  for (const StageWord& word : split_stages(text)) words.push_back(canonical_stage(word));
  const std::string stages = fmt::format("{}", fmt::join(words, " | "));
  for (const SchemeEntry& scheme : all_schemes())
    if (stages == scheme.pipeline) return scheme.name;
  return stages;
}

std::vector<StageWord> split_stages(std::string_view pipeline) {
  std::vector<StageWord> words;
  for (const std::string& text : split_outside_parentheses(pipeline, '|')) {
    const std::size_t end = std::min(text.find_first_of(":("), text.size());
    const std::size_t argument = end < text.size() && text[end] == ':' ? end + 1 : end;
    words.push_back({.text = text,
                     .name = std::string(trimmed(std::string_view(text).substr(0, end))),
                     .argument = std::string(trimmed(std::string_view(text).substr(argument)))});
  }
  return words;
}

std::unique_ptr<Stage> make_stage(const StageWord& word, const std::string& where) {
  const std::string &name = word.name, &argument = word.argument;
  const auto entry = std::ranges::find_if(all_stages(), [&](const StageEntry& e) { return name == e.name; });
  if (entry == all_stages().end()) {
    for (const SchemeEntry& scheme : all_schemes())
      if (name == scheme.name)
        fail(ErrorKind::usage, "{}, is a whole scheme, which cannot be a stage of another; write its stages: {}", where,
             scheme.pipeline);
    std::vector<std::string> known;
    for (const StageEntry& e : all_stages()) known.emplace_back(e.name);
    for (const SchemeEntry& e : all_schemes()) known.emplace_back(e.name);
    fail(ErrorKind::usage, "{}, is unknown{}; 'memnet list' shows all stages and schemes", where,
         suggestion(new_name("scheme", name).empty() ? "stage" : "scheme", name, known));
  }
  const std::string usage = fmt::format("{}{}{}", name, entry->takes_pipeline() ? "" : ":", entry->argument);
  if (argument.empty() && entry->needs_argument()) fail(ErrorKind::usage, "{}, needs an argument: {}", where, usage);
  if (!argument.empty() && !entry->takes_argument())
    fail(ErrorKind::usage, "{}, takes no argument; write {}", where, name);
  const bool right_form = entry->takes_pipeline() ? is_pipeline(word) : !in_parentheses(word);
  std::unique_ptr<Stage> stage = right_form ? entry->make(entry->takes_pipeline() ? inside(word) : argument) : nullptr;
  if (stage == nullptr) fail(ErrorKind::usage, "{}, has an invalid argument; write {}", where, usage);
  return stage;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
