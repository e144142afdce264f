// Reads pairs of a source and a target, one a line:
//   source TAB target             an empty source: text for a language model
//   IN: source OUT: target        the form of SCAN
// Lines end with LF or CR LF; blank lines, and blanks at the ends of a source or target, do not matter.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace memnet::pairs {

struct TextPair {
  std::string source, target;  // without blanks at their ends; the target may be empty if the source is not
  bool operator==(const TextPair&) const = default;
};

// Returns the pairs of a file. Throws an Error of kind data, with the line, what was found and what is expected, if a
// line has another form than these, or than the first; if some sources are empty and others are not; or for bytes that
// are no UTF-8, and control characters.
std::vector<TextPair> read_pairs(const std::filesystem::path& file);

// Returns the pair of a line that has one of these forms; nothing if it has neither a TAB nor the form of SCAN. Throws
// an Error of kind data for a line with several TABs.
std::optional<TextPair> find_pair(std::string_view line);

// Returns the pairs of a text in memory. Throws like read_pairs(); errors call the text `name`.
std::vector<TextPair> parse_pairs(std::string_view text, const std::string& name);

}  // namespace memnet::pairs
