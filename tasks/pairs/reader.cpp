#include "tasks/pairs/reader.hpp"

#include <algorithm>
#include <fstream>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"
#include "memnet/base/utf8.hpp"

namespace memnet::pairs {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMostBytes = 1'000'000'000;  // of a file
constexpr std::size_t kMostLineBytes = 1'000'000;
constexpr std::string_view kIn = "IN:", kOut = " OUT:";

// Removes the first line of the text, and returns it without its end.
std::string_view cut_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::string_view without_blanks(std::string_view text) {
  const std::size_t first = std::min(text.find_first_not_of(' '), text.size());
  return text.substr(first, text.find_last_not_of(' ') + 1 - first);
}

void require_text(std::string_view line) {
  if (line.size() > kMostLineBytes)
    fail(ErrorKind::data, "the line has {} bytes, but at most {} are possible; is this a file of pairs?", line.size(),
         kMostLineBytes);
  if (const std::string problem = problem_of_text(line); !problem.empty()) fail(ErrorKind::data, "{}", problem);
}

// A line of SCAN, or nothing in its place; the parts of other lines are divided by a TAB.
bool has_scan_form(std::string_view line) { return line.starts_with(kIn) && line.find(kOut) != line.npos; }

TextPair read_scan_line(std::string_view line) {
  if (!has_scan_form(line))
    fail(ErrorKind::data, "expected 'IN: source OUT: target', as in the lines before, but found '{}'", excerpt(line));
  const std::size_t out = line.find(kOut);
  return {std::string(without_blanks(line.substr(kIn.size(), out - kIn.size()))),
          std::string(without_blanks(line.substr(out + kOut.size())))};
}

TextPair read_tab_line(std::string_view line) {
  const auto tabs = std::ranges::count(line, '\t');
  if (tabs == 0)
    fail(ErrorKind::data,
         "expected a source, a TAB and a target, or 'IN: source OUT: target', but '{}' has no TAB; to train a language "
         "model, begin each line with a TAB",
         excerpt(line));
  if (tabs > 1)
    fail(ErrorKind::data, "expected a source, one TAB and a target, but '{}' has {} TABs; remove further columns",
         excerpt(line), tabs);
  const std::size_t tab = line.find('\t');
  return {std::string(without_blanks(line.substr(0, tab))), std::string(without_blanks(line.substr(tab + 1)))};
}

}  // namespace

std::optional<TextPair> find_pair(std::string_view line) {
  if (line.find('\t') != line.npos) return read_tab_line(line);
  return has_scan_form(line) ? std::optional(read_scan_line(line)) : std::nullopt;
}

std::vector<TextPair> parse_pairs(std::string_view text, const std::string& name) {
  std::string_view rest = without_byte_order_mark(text);
  std::vector<TextPair> all;
  bool is_scan = false;
  int first_line = 0;
  for (int number = 1; !rest.empty(); ++number) {
    const std::string_view line = cut_line(rest);
    if (line.find_first_not_of(' ') == line.npos) continue;
    try {
      require_text(line);
      if (all.empty()) is_scan = has_scan_form(line) && line.find('\t') == line.npos, first_line = number;
      TextPair pair = is_scan ? read_scan_line(line) : read_tab_line(line);
      if (pair.source.empty() && pair.target.empty())
        fail(ErrorKind::data, "source and target are empty; expected at least one word");
      if (!all.empty() && pair.source.empty() != all.front().source.empty())
        fail(ErrorKind::data,
             "the source is {}, but that of line {} is {}; expected all sources to be empty, for a language model, or "
             "none",
             pair.source.empty() ? "empty" : "not empty", first_line, pair.source.empty() ? "not" : "empty");
      all.push_back(std::move(pair));
    } catch (const Error& error) {
      fail(error.kind(), "{}:{}: {}", name, number, error.what());
    }
  }
  if (all.empty()) fail(ErrorKind::data, "{}: holds no pair; expected lines with a source, a TAB and a target", name);
  return all;
}

std::vector<TextPair> read_pairs(const fs::path& file) {
  const std::string name = file.string();
  std::error_code problem;
  const std::uintmax_t bytes = fs::file_size(file, problem);
  if (problem || bytes > kMostBytes)
    fail(ErrorKind::data, "{}: has {} bytes, but at most {} are possible; is this a file of pairs?", name, bytes,
         kMostBytes);
  std::string text(bytes, '\0');
  std::ifstream stream(file, std::ios::binary);
  if (!stream.read(text.data(), static_cast<std::streamsize>(bytes)))
    fail(ErrorKind::data, "{}: cannot be read; may this user read it?", name);
  return parse_pairs(text, name);
}

}  // namespace memnet::pairs
