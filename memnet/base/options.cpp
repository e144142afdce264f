#include "memnet/base/options.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <boost/program_options/errors.hpp>
#include <boost/program_options/parsers.hpp>
#include <cmath>
#include <numeric>
#include <sstream>

#include "memnet/base/error.hpp"
#include "memnet/base/old_names.hpp"
#include "memnet/base/text.hpp"

namespace memnet {
namespace {

std::string as_text(bool value) { return value ? "yes" : "no"; }
std::string as_text(const std::string& value) { return value; }
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
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < smallest) {
      smallest = distance;
      best = candidate;
    }
  }
  return best;
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
                     .is_yes_or_no = std::is_same_v<Value, bool>,
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
    value = *number;
    return true;
  };
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
  // The value must survive writing it to an INI text and reading it back.
  const char* range = "text on one line, without '#' and without blanks around it";
  declare(name, value, range, std::move(meaning), [](const std::string& text, std::string& target) {
    const bool readable = text.find_first_of("#\n") == text.npos && trimmed(text) == text;
    if (readable) target = text;
    return readable;
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
  const auto set = std::ranges::find(settings_, option.name, &Setting::name);
  if (set != settings_.end()) {
    if (const std::string now = new_name("value", option.name + " " + set->value); !now.empty())
      fail(ErrorKind::usage, "{}: {} = {} is now called '{}'", set->origin, option.name, set->value,
           now.substr(now.find(' ') + 1));
    if (!option.assign(set->value))
      fail(ErrorKind::usage, "{}: {} = '{}' is not possible; it has to be {} ({})", set->origin, option.name,
           set->value, option.range, option.meaning);
    option.origin = set->origin;
  }
  options_.push_back(std::move(option));
}

void Options::finish(std::string_view hint) const {
  std::vector<std::string> names;
  for (const Option& option : options_) names.push_back(option.name);
  for (const Setting& setting : settings_) {
    if (setting.optional || find(setting.name) != nullptr) continue;
    if (const std::string now = new_name("option", setting.name); !now.empty())
      fail(ErrorKind::usage, "{}: unknown option {}; it is now called {}", setting.origin, setting.name, now);
    const std::string guess = nearest(setting.name, names);
    fail(ErrorKind::usage, "{}: unknown option {}{}{}{}", setting.origin, setting.name,
         guess.empty() ? "" : fmt::format("; did you mean {}?", guess), hint.empty() ? "" : "; ", hint);
  }
}

std::string Options::to_ini(bool only_affecting_results, bool with_origins) const {
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
      if (section_of(option.name) != section || (only_affecting_results && !option.affects_results)) continue;
      const std::string key = section.empty() ? option.name : option.name.substr(section.size() + 1);
      std::string line = fmt::format("{} = {}", key, option.text());
      if (with_origins) line = fmt::format("{:<36} # {}", line, option.origin);
      lines += line + "\n";
    }
    if (lines.empty()) continue;
    if (!section.empty()) ini += fmt::format("\n[{}]\n", section);
    ini += lines;
  }
  return ini;
}

std::string Options::hash() const { return fmt::format("{:016x}", hash64(to_ini(true))); }

std::vector<Setting> parse_ini(const std::string& text, const std::string& file) {
  namespace po = boost::program_options;
  std::vector<Setting> settings;
  std::istringstream lines(text);
  std::string line, section;
  for (int number = 1; std::getline(lines, line); ++number) {
    // Each line is parsed by itself, after its section, so that an error can name the line.
    const std::string origin = fmt::format("{}:{}", file, number);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    const std::size_t first = line.find_first_not_of(" \t");
    if (first != line.npos && line[first] == '[') {
      const std::size_t close = line.find(']');
      if (close == line.npos) fail(ErrorKind::usage, "{}: '{}' opens a section but has no ']'", origin, line);
      section = line.substr(first + 1, close - first - 1);
      continue;
    }
    try {
      std::istringstream one((section.empty() ? "" : "[" + section + "]\n") + line + "\n");
      for (const po::option& option : po::parse_config_file<char>(one, po::options_description(), true).options) {
        const bool known_before = std::any_of(settings.begin(), settings.end(),
                                              [&](const Setting& s) { return s.name == option.string_key; });
        if (known_before) fail(ErrorKind::usage, "{}: {} is set a second time in this file", origin, option.string_key);
        settings.push_back({option.string_key, option.value.empty() ? "" : option.value.front(), origin});
      }
    } catch (const po::error&) {
      fail(ErrorKind::usage, "{}: cannot read '{}'; a line is 'name = value', '[section]' or '# comment'", origin,
           line);
    }
  }
  return settings;
}

}  // namespace memnet
