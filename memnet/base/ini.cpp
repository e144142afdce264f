#include "memnet/base/ini.hpp"

#include <algorithm>
#include <unordered_set>

#include "memnet/base/error.hpp"
#include "memnet/base/quotes.hpp"
#include "memnet/base/text.hpp"
#include "memnet/base/utf8.hpp"

namespace memnet {
namespace {

bool is_blank(char letter) { return letter == ' ' || letter == '\t'; }

// A line without its comment and the blanks around it; or why it cannot be read.
struct Line {
  std::string_view code;
  const char* problem = nullptr;
};

Line without_comment(std::string_view line) {
  const std::string_view text = trimmed(line);
  if (text.starts_with(';')) return {""};
  QuoteScanner quotes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quotes.take(text[i]) || (i > 0 && !is_blank(text[i - 1]))) continue;
    if (text[i] == '#') return {trimmed(text.substr(0, i))};
    if (text[i] == ';')
      return {"",
              "has a ';' behind a blank; a comment behind a value starts with '#', and a value with ' ;' is quoted"};
  }
  if (quotes.open())
    return {"", "opens quotes and does not close them; put the whole value in quotes, with each mark inside it twice"};
  return {text};
}

// The opposite of ini_value(). Returns what stands behind the '=' of a line without its comment.
std::string value_of(std::string_view text) { return unquoted(trimmed(text)); }

std::string name_below(const std::string& section, std::string_view key) {
  return section.empty() ? std::string(key) : fmt::format("{}.{}", section, key);
}

}  // namespace

std::vector<Setting> parse_ini(std::string_view text, const std::string& file) {
  text = without_byte_order_mark(text);
  std::vector<Setting> settings;
  std::unordered_set<std::string> names;
  std::string section;
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));

    const std::string origin = fmt::format("{}:{}", file, number);
    if (line.find('\0') != line.npos)
      fail(ErrorKind::usage, "{}: holds a byte 0; expected an INI file, which is text in UTF-8", origin);
    const auto [code, problem] = without_comment(line);
    if (problem != nullptr) fail(ErrorKind::usage, "{}: '{}' {}", origin, trimmed(line), problem);
    if (code.empty()) continue;
    if (code.front() == '[') {
      const std::size_t close = code.find(']');
      if (close == code.npos) fail(ErrorKind::usage, "{}: '{}' opens a section but has no ']'", origin, code);
      if (close + 1 < code.size())
        fail(ErrorKind::usage, "{}: '{}' has more behind the ']'; begin a new line after a section", origin, code);
      section = trimmed(code.substr(1, close - 1));
      continue;
    }
    const std::size_t equals = code.find('=');
    const std::string_view key = trimmed(code.substr(0, equals));
    if (equals == code.npos || key.empty())
      fail(ErrorKind::usage, "{}: cannot read '{}'; a line is 'name = value', '[section]' or '# comment'", origin,
           code);
    std::string name = name_below(section, key);
    if (!names.insert(name).second) fail(ErrorKind::usage, "{}: {} is set a second time in this file", origin, name);
    settings.push_back({std::move(name), value_of(code.substr(equals + 1)), origin});
  }
  return settings;
}

std::string ini_value(const std::string& value) {
  const std::string line = "name = " + value;
  const auto [code, problem] = without_comment(line);
  const bool is_plain = problem == nullptr && value_of(code.substr(code.find('=') + 1)) == value;
  return is_plain ? value : memnet::quoted(value);
}

}  // namespace memnet
