// The grammar of filters:
//
// filter     = all { "or" all }
// all        = one { "and" one }
// one        = "not" one | "(" filter ")" | name operator value
// operator   = "=" | "!=" | "<" | "<=" | ">" | ">=" | "~"
//
// A value with spaces or parentheses stands in quotes.
#include "program/records/run_filter.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "memnet/base/error.hpp"
#include "memnet/base/options.hpp"
#include "memnet/base/text.hpp"
#include "program/records/record.hpp"

namespace memnet {
namespace {

using Test = std::function<bool(const RunFilter::Lookup&)>;

constexpr int kDeepest = 100;        // parentheses in parentheses
constexpr std::size_t kNearest = 3;  // names that a message lists
constexpr std::array<std::string_view, 7> kOperators = {"!=", "<=", ">=", "=", "<", ">", "~"};  // longer ones first

std::optional<double> number_in(const std::string& text) {
  const std::optional<double> number = parse_number<double>(text);
  return number && !std::isnan(*number) ? number : std::nullopt;
}

bool same(const std::string& a, const std::string& b) {
  const auto x = number_in(a), y = number_in(b);
  return x && y ? *x == *y : a == b;
}

// Compares the value of a run with that of the filter. A run without a value is neither less nor greater.
bool compare(const std::string& of_run, std::string_view op, const std::string& value) {
  if (op == "=") return same(of_run, value);
  if (op == "!=") return !same(of_run, value);
  if (op == "~") return of_run.find(value) != of_run.npos;
  if (of_run.empty()) return false;
  const bool less = comes_before(of_run, value), greater = comes_before(value, of_run);
  return op == "<" ? less : op == ">" ? greater : op == "<=" ? !greater : !less;
}

class FilterParser {
 public:
  FilterParser(const std::string& text, const std::vector<std::string>& known, const std::string& origin)
      : text_(text), known_(known), origin_(origin) {}

  Test parse() {
    Test test = filter(0);
    if (!at_end()) refuse("here 'and', 'or' or the end is expected");
    return test;
  }

 private:
  // Letters are counted from 1.
  std::string where(std::size_t at) const { return fmt::format("{}: letter {} of '{}'", origin_, at + 1, text_); }
  [[noreturn]] void refuse(const std::string& problem) const {
    fail(ErrorKind::usage, "{}: {}; write something like task=copy and seed<5", where(at_), problem);
  }

  bool at_end() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    return at_ == text_.size();
  }

  // Returns the text up to a space, a parenthesis or an operator.
  std::string word_ahead() {
    if (at_end()) return "";
    return text_.substr(at_, std::min(text_.find_first_of(" ()=!<>~'\"", at_), text_.size()) - at_);
  }

  bool take(std::string_view expected) {
    const bool is_word = expected[0] >= 'a' && expected[0] <= 'z';
    if (at_end() || (is_word ? word_ahead() != expected : !std::string_view(text_).substr(at_).starts_with(expected)))
      return false;
    at_ += expected.size();
    return true;
  }

  Test filter(int depth) {
    std::vector<Test> tests = {all(depth)};
    while (take("or")) tests.push_back(all(depth));
    return [tests](const RunFilter::Lookup& run) {
      return std::ranges::any_of(tests, [&](const Test& test) { return test(run); });
    };
  }

  Test all(int depth) {
    std::vector<Test> tests = {one(depth)};
    while (take("and")) tests.push_back(one(depth));
    return [tests](const RunFilter::Lookup& run) {
      return std::ranges::all_of(tests, [&](const Test& test) { return test(run); });
    };
  }

  Test one(int depth) {
    if (depth > kDeepest) refuse("this is nested in too many parentheses");
    if (take("not")) return [a = one(depth + 1)](const RunFilter::Lookup& run) { return !a(run); };
    if (take("(")) {
      Test inner = filter(depth + 1);
      if (!take(")")) refuse("a parenthesis is not closed");
      return inner;
    }
    const std::string name = word_ahead();
    if (name.empty()) refuse(at_end() ? "a condition is missing" : "a name is expected");
    const std::string full = full_name(name, known_, where(at_));
    at_ += name.size();
    const auto op = std::ranges::find_if(kOperators, [&](std::string_view o) { return take(o); });
    if (op == kOperators.end()) refuse(fmt::format("after '{}' one of = != < <= > >= ~ is expected", name));
    return [full, op = *op, value = value(name + std::string(*op))](const RunFilter::Lookup& run) {
      return compare(run(full), op, value);
    };
  }

  std::string value(const std::string& before) {
    if (at_end()) refuse(fmt::format("after '{}' a value is expected", before));
    if (text_[at_] == '\'' || text_[at_] == '"') {
      const std::size_t close = text_.find(text_[at_], at_ + 1);
      if (close == text_.npos) refuse("this quote has no end");
      std::string quoted = text_.substr(at_ + 1, close - at_ - 1);
      at_ = close + 1;
      return quoted;
    }
    std::string value = word_ahead();
    if (value.empty()) refuse(fmt::format("after '{}' a value is expected", before));
    at_ += value.size();
    return value;
  }

  const std::string& text_;
  const std::vector<std::string>& known_;
  const std::string& origin_;
  std::size_t at_ = 0;
};

}  // namespace

std::string full_name(const std::string& name, const std::vector<std::string>& known, const std::string& where) {
  if (std::ranges::find(known, name) != known.end()) return name;
  std::vector<std::string> meant, parts;
  for (const std::string& full : known) {
    if (last_part(full) == name) meant.push_back(full);
    for (const std::string& part : {full, std::string(last_part(full))})
      if (std::ranges::find(parts, part) == parts.end()) parts.push_back(part);
  }
  if (meant.size() == 1) return meant[0];
  if (meant.size() > 1)
    fail(ErrorKind::usage, "{}: '{}' may be {}; write it out", where, name, fmt::join(meant, " or "));
  std::vector<std::string> guesses;
  for (std::string guess = nearest(name, parts); !guess.empty() && guesses.size() < kNearest;
       guess = nearest(name, parts)) {
    guesses.push_back(guess);
    std::erase(parts, guess);
  }
  fail(ErrorKind::usage, "{}: no run has anything called '{}'{}", where, name,
       guesses.empty() ? "; 'memnet help ls' lists the names"
                       : fmt::format("; did you mean {}?", fmt::join(guesses, " or ")));
}

RunFilter::RunFilter(const std::string& text, const std::vector<std::string>& known, const std::string& origin)
    : test_(FilterParser(text, known, origin).parse()) {}

bool comes_before(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return !a.empty();
  const auto x = number_in(a), y = number_in(b);
  if (x && y) return *x < *y;
  return x.has_value() != y.has_value() ? x.has_value() : a < b;
}

}  // namespace memnet
