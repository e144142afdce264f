#include "tasks/babi/format/reader.hpp"

#include <algorithm>
#include <fstream>

#include "memnet/base/error.hpp"

namespace memnet::babi {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMostBytes = 100'000'000;  // the largest released file has 5 million
constexpr std::size_t kMostLetters = 40;            // of a word; the longest released one has 11
constexpr std::size_t kMostDigits = 6;

// Removes the part of `text` up to the first `mark`, and returns it without the mark; all of `text` if there is no
// mark.
std::string_view cut(std::string_view& text, char mark) {
  const std::size_t end = text.find(mark);
  const std::string_view before = text.substr(0, end);
  text.remove_prefix(end == text.npos ? text.size() : end + 1);
  return before;
}

// The positive number that these digits spell, or 0 if they spell none.
int number(std::string_view digits) {
  if (digits.empty() || digits.size() > kMostDigits || digits[0] == '0') return 0;
  int value = 0;
  for (const char digit : digits) {
    if (digit < '0' || digit > '9') return 0;
    value = 10 * value + (digit - '0');
  }
  return value;
}

std::string excerpt(std::string_view text) {
  return std::string(text.substr(0, kMostLetters)) + (text.size() > kMostLetters ? "..." : "");
}

class Parser {
 public:
  Parser(std::string_view text, const std::string& name) : text_(text), name_(name) {}

  std::vector<StoryText> parse() {
    if (text_.empty()) fail(ErrorKind::data, "{}: is empty; expected stories, as in the released bAbI files", name_);
    bool has_question = false;
    while (!text_.empty()) {
      ++line_;
      std::string_view line = cut(text_, '\n');
      check_bytes(line);
      start(line);
      stories_.back().push_back(line.find('\t') == line.npos ? statement(line) : question(line));
      has_question = has_question || stories_.back().back().is_question();
    }
    if (!has_question)
      fail(ErrorKind::data, "{}: holds no question; expected stories, as in the released bAbI files", name_);
    return std::move(stories_);
  }

 private:
  template <class... Args>
  [[noreturn]] void refuse(fmt::format_string<Args...> words, Args&&... args) const {
    fail(ErrorKind::data, "{}:{}: {}", name_, line_, fmt::format(words, std::forward<Args>(args)...));
  }

  void check_bytes(std::string_view line) const {
    if (line.ends_with('\r'))
      refuse("the line ends in CR LF, but the released files end lines in LF alone; convert the file first");
    for (const char byte : line)
      if ((byte < ' ' || byte > '~') && byte != '\t')
        refuse("holds the byte 0x{:02x}, but expected printable ASCII alone; is this a text file of the English tasks?",
               static_cast<unsigned char>(byte));
  }

  // Removes the number from the start of the line. Number 1 starts a story; any other number must be the next one.
  void start(std::string_view& line) {
    const std::string all = excerpt(line);
    const int id = number(cut(line, ' '));
    if (id == 0 || line.empty())
      refuse("expected a number, a blank and a sentence, as in '1 Mary moved to the bathroom.', but got '{}'", all);
    if (id == 1) stories_.emplace_back();
    const std::size_t next = stories_.empty() ? 1 : stories_.back().size() + 1;
    if (static_cast<std::size_t>(id) != next)
      refuse("the line has number {}, but expected {}; numbers count the lines of a story, and 1 starts a new one", id,
             next == 1 ? "1" : fmt::format("{} or 1", next));
  }

  Line statement(std::string_view line) const {
    if (line.ends_with('?') || line.ends_with("? "))
      refuse(
          "the question has no answer; expected a TAB, the answer, a TAB and the numbers of supporting lines after it");
    if (!line.ends_with('.')) refuse("'{}' is no statement; expected a '.' at its end", excerpt(line));
    check_words(line.substr(0, line.size() - 1));
    return {std::string(line), "", {}};
  }

  Line question(std::string_view line) const {
    const std::string all = excerpt(line);
    std::string_view text = cut(line, '\t');
    if (text.ends_with(' ')) text.remove_suffix(1);  // some tasks have a blank before the TAB
    if (!text.ends_with('?')) refuse("'{}' is no question; expected a '?' before the TAB", excerpt(text));
    check_words(text.substr(0, text.size() - 1));
    const std::string_view answer = cut(line, '\t');
    if (answer.empty()) refuse("the answer to '{}' is empty; expected one word between the TABs", excerpt(text));
    if (answer.find(' ') != answer.npos) refuse("the answer '{}' is more than one word", excerpt(answer));
    check_words(answer);
    if (line.empty())
      refuse(
          "'{}' names no supporting line; expected a TAB and line numbers, with blanks between them, after the answer",
          excerpt(text));
    return {std::string(text), std::string(answer), supports(line)};
  }

  std::vector<int> supports(std::string_view list) const {
    const StoryText& story = stories_.back();
    std::vector<int> lines;
    while (!list.empty()) {
      const std::string_view word = cut(list, ' ');
      const int line = number(word);
      if (line == 0) refuse("expected the number of a supporting line, but got '{}'", excerpt(word));
      if (static_cast<std::size_t>(line) > story.size())
        refuse("supporting line {} does not come before the question, which is line {} of its story", line,
               story.size() + 1);
      if (story[static_cast<std::size_t>(line - 1)].is_question())
        refuse("supporting line {} is a question; expected a statement", line);
      lines.push_back(line);
    }
    return lines;
  }

  void check_words(std::string_view sentence) const {
    if (sentence.empty()) refuse("the sentence is empty");
    do {
      const std::string_view word = cut(sentence, ' ');
      if (word.empty()) refuse("expected single blanks between words, and none before or after them");
      if (word.size() > kMostLetters)
        refuse("'{}' has {} letters, but no word has more than {}; is this a file of stories?", excerpt(word),
               word.size(), kMostLetters);
    } while (!sentence.empty());
  }

  std::string_view text_;
  const std::string& name_;
  int line_ = 0;
  std::vector<StoryText> stories_;
};

}  // namespace

std::vector<StoryText> parse_stories(std::string_view text, const std::string& name) {
  return Parser(text, name).parse();
}

std::vector<StoryText> read_stories(const fs::path& file) {
  const std::string name = file.string();
  std::error_code problem;
  if (!fs::is_regular_file(file, problem))
    fail(ErrorKind::data,
         "{}: is no file; expected one of the released bAbI files, such as "
         "qa1_single-supporting-fact_train.txt",
         name);
  const std::uintmax_t bytes = fs::file_size(file, problem);
  if (problem || bytes > kMostBytes)
    fail(ErrorKind::data, "{}: has {} bytes, but no file of stories has more than {}; is this the right file?", name,
         bytes, kMostBytes);
  std::string text(bytes, '\0');
  std::ifstream stream(file, std::ios::binary);
  if (!stream.read(text.data(), static_cast<std::streamsize>(bytes)))
    fail(ErrorKind::data, "{}: cannot be read; may this user read it?", name);
  return parse_stories(text, name);
}

}  // namespace memnet::babi
