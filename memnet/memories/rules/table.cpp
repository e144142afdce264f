#include <fmt/format.h>

#include <algorithm>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"
#include "memnet/memories/rules/write_rule.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

#define MEMNET_RULE(name, argument, meaning) std::unique_ptr<WriteRule> make_##name##_rule(const std::string& text);
#include "memnet/memories/rules/table.def"
#undef MEMNET_RULE

std::span<const WriteRuleEntry> all_write_rules() {
  static constexpr WriteRuleEntry kRules[] = {
#define MEMNET_RULE(name, argument, meaning) {#name, argument, meaning, make_##name##_rule},
#include "memnet/memories/rules/table.def"
#undef MEMNET_RULE
  };
  return kRules;
}

namespace {

std::string name_in(std::string_view text) { return std::string(trimmed(text.substr(0, text.find(':')))); }

}  // namespace

WriteText split_write_text(const std::string& text) {
  const std::string last = split_outside_parentheses(text, '|').back();
  const bool is_rule = std::ranges::any_of(
      all_write_rules(), [name = name_in(last)](const WriteRuleEntry& entry) { return name == entry.name; });
  if (!is_rule) return {text, ""};
  std::string_view stages = trimmed(std::string_view(text).substr(0, text.rfind(last)));
  if (stages.ends_with('|')) stages.remove_suffix(1);
  return {std::string(trimmed(stages)), last};
}

std::unique_ptr<WriteRule> make_write_rule(const std::string& text) {
  const std::string name = text.empty() ? "erase_add" : name_in(text);
  const std::size_t colon = text.find(':');
  const std::string argument(colon == text.npos ? "" : trimmed(std::string_view(text).substr(colon + 1)));
  const WriteRuleEntry& entry =
      *std::ranges::find_if(all_write_rules(), [&](const WriteRuleEntry& e) { return name == e.name; });
  std::unique_ptr<WriteRule> rule = !entry.takes_argument() && !argument.empty() ? nullptr : entry.make(argument);
  if (rule == nullptr)
    fail(ErrorKind::usage, "write rule '{}' has an invalid argument; write {}", text,
         !entry.takes_argument() ? name : fmt::format("{}:{}", name, entry.argument));
  return rule;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
