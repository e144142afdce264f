#include "program/comparison/bank_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "memnet/base/error.hpp"
#include "program/text/printable.hpp"

namespace memnet {
namespace {

constexpr std::string_view kIs = " = ", kGone = "- ";

std::string escaped(std::string_view value) {
  std::string text;
  for (const char c : value)
    if (c == '\n')
      text += "\\n";
    else if (c == '\\')
      text += "\\\\";
    else
      text += c;
  return text;
}

std::string unescaped(std::string_view text) {
  std::string value;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_escape = text[i] == '\\' && i + 1 < text.size();
    value += !is_escape ? text[i] : text[++i] == 'n' ? '\n' : text[i];
  }
  return value;
}

// Names come from files, so they are checked.
bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~' && c != '\\'; });
}

constexpr const char* kExpectedName = "expected ASCII letters, digits and signs, without blanks and \\";

}  // namespace

std::string bank_text(std::span<const BankFields> runs) {
  std::string text;
  BankFields before;
  for (const BankFields& run : runs) {
    for (const auto& [name, value] : before)
      if (!run.contains(name)) text += fmt::format("{}{}\n", kGone, name);
    for (const auto& [name, value] : run) {
      if (!is_name(name)) fail(ErrorKind::data, "a value has the name '{}'; {}", printable(name), kExpectedName);
      if (const auto same = before.find(name); same != before.end() && same->second == value) continue;
      text += fmt::format("{}{}{}\n", name, kIs, escaped(value));
    }
    text += '\n';
    before = run;
  }
  return text;
}

std::vector<BankFields> parse_bank_text(std::string_view text, std::size_t most) {
  std::vector<BankFields> runs;
  BankFields run;
  std::size_t number = 0, used = 0;
  bool is_complete = true;
  while (!text.empty()) {
    ++number;
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text = end == text.npos ? "" : text.substr(end + 1);
    is_complete = line.empty();
    const std::size_t is = line.find(kIs);
    const std::string_view name = line.substr(0, is);
    if (line.empty()) {
      for (const auto& [name, value] : run) used += name.size() + value.size();
      if (used > most) fail(ErrorKind::data, "line {}: the runs have more than {} bytes of text", number, most);
      runs.push_back(run);
    } else if (line.starts_with(kGone)) {
      run.erase(std::string(line.substr(kGone.size())));
    } else if (is != line.npos) {
      if (!is_name(name))
        fail(ErrorKind::data, "line {}: a value has the name '{}'; {}", number, printable(name), kExpectedName);
      run[std::string(name)] = unescaped(line.substr(is + kIs.size()));
    } else {
      fail(ErrorKind::data, "line {}: expected 'name = value', '- name', or an empty line", number);
    }
  }
  if (!is_complete) fail(ErrorKind::data, "line {}: the last run is cut off", number);
  return runs;
}

}  // namespace memnet
