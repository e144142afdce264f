#include "tasks/babi/format/lines.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"
#include "memnet/base/utf8.hpp"
#include "tasks/babi/format/words.hpp"

namespace memnet::babi {
namespace {

constexpr std::size_t kLongestLine = 10'000;  // bytes
constexpr std::size_t kMostDigits = 9;        // of a number before a line
// No-break spaces, and the ideographic space.
constexpr std::array<std::string_view, 3> kOtherBlanks = {"\u00a0", "\u202f", "\u3000"};
// What stands for the missing word of a cloze test.
constexpr std::array<std::string_view, 3> kGaps = {"XXXXX", "@placeholder", "___"};

constexpr const char* kWhatIsRead =
    "memnet reads stories: sentences, and questions that end with '?' and have their answer behind a TAB";

// Removes the part of `text` up to the first of these marks, and returns it without the mark; all of `text` if there
// is no mark.
std::string_view cut(std::string_view& text, std::string_view marks) {
  const std::size_t end = text.find_first_of(marks);
  const std::string_view before = text.substr(0, end);
  text.remove_prefix(end == text.npos ? text.size() : end + 1);
  return trimmed(before);
}

// The positive number that these digits spell, or 0 if they spell none.
int number(std::string_view digits) {
  const bool possible = !digits.empty() && digits.size() <= kMostDigits && digits[0] >= '1' && digits[0] <= '9';
  return possible ? parse_number<int>(digits).value_or(0) : 0;
}

// Removes the number before a line, and returns it; 0 if there is none.
int cut_number(std::string_view& line) {
  const std::size_t end = line.find_first_of(" \t");
  const int found = end == line.npos ? 0 : number(line.substr(0, end));
  if (found != 0) line = trimmed(line.substr(end));
  return found;
}

// Returns why these bytes are no line of text; "" if they are one.
std::string problem_of(std::string_view line) {
  if (line.size() > kLongestLine)
    return fmt::format("the line has {} bytes, but lines of stories have at most {}; is this a story?", line.size(),
                       kLongestLine);
  return problem_of_text(line);
}

// Returns the line with a plain blank for each blank of another kind.
std::string with_plain_blanks(std::string_view line) {
  std::string plain(line);
  for (const std::string_view blank : kOtherBlanks)
    for (std::size_t at = 0; (at = plain.find(blank, at)) != plain.npos;) plain.replace(at, blank.size(), " ");
  return plain;
}

bool has_gap(std::string_view text) {
  return std::ranges::any_of(kGaps, [&](std::string_view gap) { return text.find(gap) != text.npos; });
}

std::string cloze_message(std::string_view text) {
  return fmt::format("'{}' has a gap for a word: this is a cloze test, which memnet does not read; {}", excerpt(text),
                     kWhatIsRead);
}

std::string dialogue_message(std::string_view text) {
  return fmt::format(
      "'{}' has an answer behind a TAB, but no '?' at its end: either a question lacks its '?', or this is a dialogue "
      "of turns and replies, which memnet does not read; {}",
      excerpt(text), kWhatIsRead);
}

}  // namespace

std::string_view cut_line(std::string_view& text) {
  const std::size_t end = text.find_first_of("\r\n");
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end, text.size()));
  text.remove_prefix(text.starts_with("\r\n") ? 2 : text.empty() ? 0 : 1);
  return line;
}

std::optional<StoryLine> LineReader::read(std::string_view whole) const {
  if (const std::string problem = problem_of(whole); !problem.empty()) fail(ErrorKind::data, "{}", problem);
  const std::string plain = with_plain_blanks(whole);
  std::string_view rest = trimmed(plain);
  if (rest.empty()) return std::nullopt;
  StoryLine read;
  place(rest, read);
  const bool has_answer = rest.find('\t') != rest.npos;
  const std::string_view text = cut(rest, "\t"), answer = cut(rest, "\t");
  read.is_question = is_question(text);
  if (has_answer && has_gap(text)) fail(ErrorKind::data, "{}", cloze_message(text));
  if (has_answer && !read.is_question) fail(ErrorKind::data, "{}", dialogue_message(text));
  if (split_words(text).empty()) fail(ErrorKind::data, "'{}' holds no word; expected a sentence", excerpt(text));
  if (has_answer && answer.empty())
    fail(ErrorKind::data, "the answer to '{}' is empty; expected it between the TABs", excerpt(text));
  read.line = {std::string(text), std::string(answer), {}};
  if (read.is_numbered) read.line.supports = supports(cut(rest, "\t"), read.starts_story ? 0 : questions_.size());
  return read;
}

// Removes the number before the line, and finds where the line belongs.
void LineReader::place(std::string_view& text, StoryLine& line) const {
  std::string_view behind = text;
  const int id = cut_number(behind), next = numbered_ ? static_cast<int>(questions_.size()) + 1 : 1;
  if (numbers_ == Numbers::required || (numbered_ && !ended_)) {
    if (id == 0)
      fail(ErrorKind::data,
           "expected a number, a blank and a sentence, as in '1 Mary moved to the bathroom.', but got '{}'",
           excerpt(text));
    if (id != 1 && id != next)
      fail(ErrorKind::data,
           "the line has number {}, but expected {}; numbers count the lines of a story, and 1 starts a new one", id,
           next == 1 ? "1" : fmt::format("{} or 1", next));
  }
  line.is_numbered = id == 1 || (id == next && numbered_);
  line.starts_story = line.is_numbered ? id == 1 : ended_;
  if (line.is_numbered) text = behind;
}

std::vector<int> LineReader::supports(std::string_view list, std::size_t lines_before) const {
  std::vector<int> lines;
  while (!list.empty()) {
    const std::string_view word = cut(list, " ");
    if (word.empty()) continue;
    const int line = number(word);
    if (line == 0)
      fail(ErrorKind::data,
           "expected the number of a supporting line, but got '{}'; leave this column out if they are not known",
           excerpt(word));
    const auto index = static_cast<std::size_t>(line - 1);
    if (index >= lines_before)
      fail(ErrorKind::data, "supporting line {} does not come before the question, which is line {} of its story", line,
           lines_before + 1);
    if (questions_[index]) fail(ErrorKind::data, "supporting line {} is a question; expected a statement", line);
    lines.push_back(line);
  }
  return lines;
}

void LineReader::accept(const StoryLine& line) {
  if (line.starts_story) questions_.clear();
  questions_.push_back(line.is_question);
  numbered_ = line.is_numbered;
  ended_ = false;
}

void refuse_other_forms(std::string_view text, std::string_view name) {
  int replies = 0, questions = 0, first_line = 0;
  std::string_view first;
  for (int line = 1; !text.empty(); ++line) {
    std::string_view rest = trimmed(cut_line(text));
    if (!problem_of(rest).empty()) return;
    if (has_gap(rest)) fail(ErrorKind::data, "{}:{}: {}", name, line, cloze_message(rest));
    cut_number(rest);
    if (rest.find('\t') == rest.npos) continue;
    const std::string_view turn = cut(rest, "\t");
    if (is_question(turn))
      ++questions;
    else if (replies++ == 0)
      first = turn, first_line = line;
  }
  if (replies > questions) fail(ErrorKind::data, "{}:{}: {}", name, first_line, dialogue_message(first));
}

}  // namespace memnet::babi
