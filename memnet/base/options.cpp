#include "memnet/base/options.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "memnet/base/error.hpp"
#include "memnet/base/ini.hpp"
#include "memnet/base/old_names.hpp"
#include "memnet/base/text.hpp"

namespace memnet {
namespace {

std::string as_text(bool value) { return value ? "yes" : "no"; }
std::string as_text(const std::string& value) { return value; }
std::string as_text(const std::filesystem::path& value) { return value.string(); }
template <class Number>
std::string as_text(Number value) {
  return fmt::format("{}", value);
}

// The smallest number of letters to change, insert, delete or swap that turns a into b.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> above(b.size() + 1), row(b.size() + 1), two_above;
  std::iota(above.begin(), above.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], two_above[j - 2] + 1);
    }
    two_above = above;
    above = row;
  }
  return above[b.size()];
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& known) {
  std::string best;
  std::size_t smallest = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const std::string& candidate : known) {
    const auto [shorter, longer] = std::minmax({word.size(), candidate.size()});
    if (longer - shorter >= smallest) continue;  // at least so many letters have to be inserted
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < smallest) {
      smallest = distance;
      best = candidate;
    }
  }
  return best;
}

std::string canonical_number(const std::string& text) {
  const std::optional<double> number = parse_number<double>(text);
  return number ? as_text(*number + 0.0) : text;
}

template <class Value, class Parse>
void Options::Section::declare(std::string_view name, Value& value, std::string range, std::string meaning,
                               Parse parse) const {
  const std::string full = prefix_.empty() ? std::string(name) : fmt::format("{}.{}", prefix_, name);
  options_->declare({.name = full,
                     .meaning = std::move(meaning),
                     .range = std::move(range),
                     .default_value = as_text(value),
                     .origin = "default",
                     .is_number = std::is_arithmetic_v<Value> && !std::is_same_v<Value, bool>,
                     .is_yes_or_no = std::is_same_v<Value, bool>,
                     .is_path = std::is_same_v<Value, std::filesystem::path>,
                     .affects_results = affects_results_,
                     .can_change = can_change_ || !affects_results_,
                     .instead = instead_,
                     .assign = [&value, parse](const std::string& text) { return parse(text, value); },
                     .text = [&value] { return as_text(value); }});
}

namespace {

template <class Number>
auto parse_in_range(Number low, Number high) {
  return [low, high](const std::string& text, Number& value) {
    const std::optional<Number> number = parse_number<Number>(text);
    if (!number || !(*number >= low && *number <= high)) return false;
    value = *number + Number{};  // -0 becomes 0
    return true;
  };
}

constexpr const char* kTextRange = "text on one line";

bool is_one_line(const std::string& text) { return text.find('\n') == text.npos; }

// Returns the value of a setting. A relative path begins in the folder of the setting.
std::string value_of(const Setting& setting, bool is_path) {
  const bool is_moved = is_path && !setting.value.empty() && !setting.folder.empty();
  return is_moved ? (setting.folder / setting.value).lexically_normal().string() : setting.value;
}

}  // namespace

void Options::Section::add(std::string_view name, int& value, int low, int high, std::string meaning) const {
  declare(name, value, fmt::format("{}..{}", low, high), std::move(meaning), parse_in_range(low, high));
}

void Options::Section::add(std::string_view name, std::uint64_t& value, std::uint64_t low, std::uint64_t high,
                           std::string meaning) const {
  declare(name, value, fmt::format("{}..{}", low, high), std::move(meaning), parse_in_range(low, high));
}

void Options::Section::add(std::string_view name, double& value, double low, double high, std::string meaning) const {
  declare(name, value, fmt::format("{}..{}", low, high), std::move(meaning), parse_in_range(low, high));
}

void Options::Section::add(std::string_view name, bool& value, std::string meaning) const {
  declare(name, value, "yes or no", std::move(meaning), [](const std::string& text, bool& flag) {
    const bool on = text == "yes" || text == "true" || text == "on" || text == "1";
    const bool off = text == "no" || text == "false" || text == "off" || text == "0";
    if (on || off) flag = on;
    return on || off;
  });
}

void Options::Section::add(std::string_view name, std::string& value, std::string meaning) const {
  add(
      name, value, [](const std::string& text) { return text; }, std::move(meaning));
}

void Options::Section::add(std::string_view name, std::filesystem::path& value, std::string meaning) const {
  declare(name, value, kTextRange, std::move(meaning), [](const std::string& text, std::filesystem::path& target) {
    if (!is_one_line(text)) return false;
    target = text;
    return true;
  });
}

void Options::Section::add(std::string_view name, std::string& value, std::string (*canonical)(const std::string& text),
                           std::string meaning) const {
  declare(name, value, kTextRange, std::move(meaning), [canonical](const std::string& text, std::string& target) {
    if (!is_one_line(text)) return false;
    target = canonical(text);
    return true;
  });
}

void Options::Section::add(std::string_view name, std::string& value, std::vector<std::string> choices,
                           std::string meaning) const {
  const std::string range = fmt::format("one of {}", fmt::join(choices, ", "));
  declare(name, value, range, std::move(meaning), [choices](const std::string& text, std::string& target) {
    if (std::find(choices.begin(), choices.end(), text) == choices.end()) return false;
    target = text;
    return true;
  });
}

void Options::Section::prefer(const std::vector<std::pair<std::string, std::string>>& values,
                              const std::string& preset) const {
  for (const auto& [name, value] : values)
    options_->preferred_.push_back({prefix_.empty() ? name : prefix_ + "." + name, value, "preset " + preset});
}

std::vector<std::pair<std::string, std::string>> Options::Section::values() const {
  std::vector<std::pair<std::string, std::string>> values;
  for (const Option& option : options_->all())
    if (option.name.starts_with(prefix_ + "."))
      values.emplace_back(option.name.substr(prefix_.size() + 1), option.text());
  return values;
}

Options::Section Options::Section::operator/(std::string_view name) const {
  Section inner = *this;
  inner.prefix_ = prefix_.empty() ? std::string(name) : fmt::format("{}.{}", prefix_, name);
  return inner;
}

Options::Section Options::Section::without_effect_on_results() const {
  Section same = *this;
  same.affects_results_ = false;
  return same;
}

Options::Section Options::Section::changeable_at_evaluation() const {
  Section same = *this;
  same.can_change_ = true;
  return same;
}

Options::Section Options::Section::replaced_at_evaluation_by(std::string option) const {
  Section same = *this;
  same.can_change_ = false;
  same.instead_ = std::move(option);
  return same;
}

const Options::Option* Options::find(std::string_view name) const {
  const auto found = std::find_if(options_.begin(), options_.end(), [&](const Option& o) { return o.name == name; });
  return found == options_.end() ? nullptr : &*found;
}

Options::Options(std::vector<Setting> settings) : settings_(std::move(settings)) {}

void Options::declare(Option option) {
  if (find(option.name) != nullptr) fail(ErrorKind::usage, "option {} is declared twice", option.name);
  const auto preferred = std::ranges::find(preferred_, option.name, &Setting::name);
  if (preferred != preferred_.end()) {
    if (!option.assign(preferred->value))
      fail(ErrorKind::usage, "{}: {} = '{}' is not possible; it has to be {}", preferred->origin, option.name,
           preferred->value, option.range);
    option.default_value = option.text();
    option.origin = preferred->origin;
  }
  const auto set = std::ranges::find(settings_, option.name, &Setting::name);
  if (set != settings_.end()) {
    if (const std::string now = new_name("value", option.name + " " + set->value); !now.empty())
      fail(ErrorKind::usage, "{}: {} = {} is now called '{}'", set->origin, option.name, set->value,
           now.substr(now.find(' ') + 1));
    if (!option.assign(value_of(*set, option.is_path)))
      fail(ErrorKind::usage, "{}: {} = '{}' is not possible; it has to be {} ({})", set->origin, option.name,
           set->value, option.range, option.meaning);
    option.origin = set->origin;
  }
  options_.push_back(std::move(option));
}

// Returns the option that a setting with an unknown name probably means; "" if there is none. `max_length` without its
// section, or with a wrong one, is found by its last part.
std::string Options::probably_meant(const std::string& name) const {
  const auto last_part = [](const std::string& full) { return full.substr(full.rfind('.') + 1); };
  std::vector<std::string> names, last_parts;
  for (const Option& option : options_) {
    if (last_part(option.name) == last_part(name)) return option.name;
    names.push_back(option.name);
    last_parts.push_back(last_part(option.name));
  }
  if (const std::string guess = nearest(name, names); !guess.empty()) return guess;
  const auto found = std::ranges::find(last_parts, nearest(last_part(name), last_parts));
  return found == last_parts.end() ? "" : names[static_cast<std::size_t>(found - last_parts.begin())];
}

void Options::finish(std::string_view hint) const {
  for (const Setting& setting : settings_) {
    if (setting.optional || find(setting.name) != nullptr) continue;
    if (const std::string now = new_name("option", setting.name); !now.empty())
      fail(ErrorKind::usage, "{}: unknown option {}; it is now called {}", setting.origin, setting.name, now);
    const std::string guess = probably_meant(setting.name);
    fail(ErrorKind::usage, "{}: unknown option {}{}{}{}", setting.origin, setting.name,
         guess.empty() ? "" : fmt::format("; did you mean {}?", guess), hint.empty() ? "" : "; ", hint);
  }
}

std::string Options::to_ini(bool with_origins) const {
  // Options without a section come first; the others are grouped, in the order of their declaration.
  std::vector<std::string> sections{""};
  const auto section_of = [](const std::string& name) {
    return name.substr(0, name.find('.') == name.npos ? 0 : name.rfind('.'));
  };
  for (const Option& option : options_)
    if (std::find(sections.begin(), sections.end(), section_of(option.name)) == sections.end())
      sections.push_back(section_of(option.name));
  std::string ini;
  for (const std::string& section : sections) {
    std::string lines;
    for (const Option& option : options_) {
      if (section_of(option.name) != section) continue;
      const std::string key = section.empty() ? option.name : option.name.substr(section.size() + 1);
      std::string line = fmt::format("{} = {}", key, ini_value(option.text()));
      if (with_origins) line = fmt::format("{:<36} # {}", line, option.origin);
      lines += line + "\n";
    }
    if (lines.empty()) continue;
    if (!section.empty()) ini += fmt::format("\n[{}]\n", section);
    ini += lines;
  }
  return ini;
}

std::string Options::changed() const {
  std::set<std::string> lines;
  for (const Option& option : options_)
    if (option.affects_results && option.text() != option.default_value)
      lines.insert(fmt::format("{} = {}\n", option.name, option.text()));
  return fmt::format("{}", fmt::join(lines, ""));
}

}  // namespace memnet
