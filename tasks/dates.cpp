// Dates: a date that is written in one of many ways is written again in one way, as year-month-day. Sources and targets
// are characters; a blank is the word ␣.
//
//   source    M a y ␣ 3 , ␣ 1 9 8 7
//   target    1 9 8 7 - 0 5 - 0 3 end
//
// A date has many sources, and each source one target: the month as a word, whole, of three letters, in capitals or in
// small letters, after or before the day, with or without the day of the week; or numbers with the day first
// (3.5.1987), the month first (5/3/1987), or the year first (1987/05/03, 19870503). All episodes have the length 1.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "memnet/data/task.hpp"
#include "tasks/pairs/words.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> kWeekdays = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                       "Friday", "Saturday", "Sunday"};
constexpr int kFirstYear = 1583, kLastYear = 2999;

// The characters, numbered from 1; targets have the first eleven.
constexpr std::string_view kCharacters = "0123456789- ,./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr int kWords = static_cast<int>(kCharacters.size()), kTargetWords = 11;
constexpr int kLongestSource = 29;  // "Wednesday, September 30, 1987"
constexpr int kTargetSteps = 11;    // of a target and its end

int number_of_character(char character) { return static_cast<int>(kCharacters.find(character)) + 1; }

struct Date {
  int year, month, day;  // from 1

  // Returns the target without its end; such a text is short enough to be inside the string.
  std::string target() const { return fmt::format("{:04}-{:02}-{:02}", year, month, day); }
  // Returns the day of the week, from 0 for Monday.
  int weekday() const {
    using namespace std::chrono;
    const sys_days date = std::chrono::year(year) / month / day;
    return static_cast<int>(std::chrono::weekday(date).iso_encoding()) - 1;
  }
};

Date sample_date(RandomStream& stream) {
  Date date{stream.between(kFirstYear, kLastYear), stream.between(1, 12), 1};
  const std::chrono::year_month_day_last last = std::chrono::year(date.year) / date.month / std::chrono::last;
  date.day = stream.between(1, static_cast<int>(static_cast<unsigned>(last.day())));
  return date;
}

// A spelling of a date, whose characters are inside it: it allocates no memory.
using Spelling = fmt::memory_buffer;

template <class... Arguments>
void append(Spelling& text, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  fmt::format_to(std::back_inserter(text), format, std::forward<Arguments>(arguments)...);
}

// The name of a month or day as it is written: whole or its first three letters, as it is, in capitals or in small
// letters.
class Name {
 public:
  Name(std::string_view whole, RandomStream& stream)
      : text_(stream.coin() ? whole : whole.substr(0, 3)), letters_(stream.between(0, 2)) {}

  void append_to(Spelling& text) const {
    for (const char letter : text_)
      text.push_back(letters_ == 0 ? letter
                                   : static_cast<char>(letters_ == 1 ? std::toupper(letter) : std::tolower(letter)));
  }

 private:
  std::string_view text_;
  int letters_;
};

void with_words(const Date& date, RandomStream& stream, Spelling& text) {
  const Name month(kMonths[static_cast<std::size_t>(date.month) - 1], stream);
  if (stream.coin()) {
    Name(kWeekdays[static_cast<std::size_t>(date.weekday())], stream).append_to(text);
    append(text, ", ");
  }
  const bool has_day_first = stream.coin();
  if (has_day_first) append(text, "{} ", date.day);
  month.append_to(text);
  if (has_day_first)
    append(text, " {}", date.year);
  else
    append(text, " {}, {}", date.day, date.year);
}

void with_numbers(const Date& date, RandomStream& stream, Spelling& text) {
  switch (stream.between(0, 3)) {
    case 0: append(text, "{}.{}.{}", date.day, date.month, date.year); break;
    case 1: append(text, "{}/{}/{}", date.month, date.day, date.year); break;
    case 2: append(text, "{}/{:02}/{:02}", date.year, date.month, date.day); break;
    default: append(text, "{}{:02}{:02}", date.year, date.month, date.day);
  }
}

// Reads a date back from any of its spellings.
class DateReader {
 public:
  explicit DateReader(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
      const auto is = [&](int (*kind)(int)) { return i < text.size() && kind(text[i]) != 0; };
      const std::size_t from = i;
      while (is(std::isdigit)) ++i;
      if (i > from) add_number(text.substr(from, i - from));
      const std::size_t letters = i;
      while (is(std::isalpha)) ++i;
      if (i > letters) find_month(text.substr(letters, i - letters));
      if (i == from) mark_ = text[i] == ',' || text[i] == ' ' ? mark_ : text[i], ++i;
    }
  }

  Date date() const {
    if (month_ > 0) return {numbers_[1], month_, numbers_[0]};
    if (count_ == 1) return {numbers_[0] / 10000, numbers_[0] / 100 % 100, numbers_[0] % 100};
    if (numbers_[0] > 31) return {numbers_[0], numbers_[1], numbers_[2]};
    if (mark_ == '.') return {numbers_[2], numbers_[1], numbers_[0]};
    return {numbers_[2], numbers_[0], numbers_[1]};
  }

 private:
  void add_number(std::string_view digits) {
    int& number = numbers_[static_cast<std::size_t>(count_++)];
    for (const char digit : digits) number = 10 * number + (digit - '0');
  }
  // A day of the week is no month.
  void find_month(std::string_view word) {
    for (std::size_t i = 0; i < kMonths.size(); ++i)
      if (std::ranges::equal(kMonths[i].substr(0, 3), word.substr(0, 3),
                             [](char a, char b) { return std::tolower(a) == std::tolower(b); }))
        month_ = static_cast<int>(i) + 1;
  }

  std::array<int, 3> numbers_{};
  int count_ = 0, month_ = 0;
  char mark_ = ' ';
};

class Dates : public Task {
 public:
  void declare(const Options::Section&) override {}

  TaskSpec spec() const override {
    return {.inputs = kWords + 1,
            .outputs = kWords + 1,
            .shortest = 1,
            .longest = 1,
            .answers = TargetKind::word,
            .can_be_longer = false,
            .input_words = kWords + 1,
            .words = kWords,
            .sentence_words = 1,
            .sentences = kLongestSource,
            .has_questions = false,
            .answers_end = true};
  }

  void sample(RandomStream& stream, int, Episode& episode) const override {
    const Date date = sample_date(stream);
    Spelling source;
    if (stream.coin())
      with_words(date, stream, source);
    else
      with_numbers(date, stream, source);
    episode.assign_context(kTargetSteps);
    for (const char character : source) episode.context.add_word(number_of_character(character));
    int t = 0;
    for (const char character : date.target())
      episode.targets(0, t++) = static_cast<Scalar>(number_of_character(character));
    episode.score_answers();
  }

  Matrix oracle(const Episode& episode) const override {
    std::string source;
    for (int i = 0; i < episode.context.sentences.size(); ++i)
      source += kCharacters[static_cast<std::size_t>(episode.context.sentences[i][0]) - 1];
    const std::string target = DateReader(source).date().target();
    Matrix answer(kWords + 1, episode.steps());
    for (std::size_t i = 0; i < kTargetSteps; ++i)
      answer(i < target.size() ? number_of_character(target[i]) : 0, episode.context.answered_at[i]) = 1;
    return answer;
  }

  // A guess is a digit, the hyphen, or the end.
  double chance_errors(int) const override { return kTargetSteps * (1 - 1.0 / (kTargetWords + 1)); }

  std::string word(int number) const override {
    if (number > kWords) return "|";
    const char character = kCharacters[static_cast<std::size_t>(number) - 1];
    return character == ' ' ? std::string(pairs::kBlank) : std::string(1, character);
  }
};

}  // namespace

std::unique_ptr<Task> make_dates() { return std::make_unique<Dates>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
