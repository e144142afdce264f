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

WriteText split_write_text(const std::string& text) {
  const std::string last = split_outside_parentheses(text, '|').back();
  const bool is_rule = std::ranges::any_of(
      all_write_rules(),
      [name = split_argument(last).name](const WriteRuleEntry& entry) { return name == entry.name; });
  if (!is_rule) return {text, ""};
  std::string_view stages = trimmed(std::string_view(text).substr(0, text.rfind(last)));
  if (stages.ends_with('|')) stages.remove_suffix(1);
  return {std::string(trimmed(stages)), last};
}

std::unique_ptr<WriteRule> make_write_rule(const std::string& text) {
  const auto [name, argument] = split_argument(text.empty() ? "erase_add" : text);
  const WriteRuleEntry& entry =
      *std::ranges::find_if(all_write_rules(), [name = name](const WriteRuleEntry& e) { return name == e.name; });
  std::unique_ptr<WriteRule> rule = !entry.takes_argument() && !argument.empty() ? nullptr : entry.make(argument);
  if (rule == nullptr)
    fail(ErrorKind::usage, "write rule '{}' has an invalid argument; write {}", text,
         !entry.takes_argument() ? name : fmt::format("{}:{}", name, entry.argument));
  return rule;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
