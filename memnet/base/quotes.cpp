#include "memnet/base/quotes.hpp"

namespace memnet {
namespace {

bool is_mark(char letter) { return letter == '"' || letter == '\''; }

}  // namespace

bool QuoteScanner::take(char letter) {
  const bool was_open = open();
  const bool may_open = std::string_view(" \t,;=").find(before_) != std::string_view::npos || letter == closed_;
  closed_ = '\0';
  if (was_open && letter == mark_) {
    closed_ = mark_;
    mark_ = '\0';
  } else if (!was_open && is_mark(letter) && may_open) {
    mark_ = letter;
  }
  before_ = letter;
  return was_open || open();
}

std::string unquoted(std::string_view text) {
  if (text.size() < 2 || !is_mark(text.front()) || text.back() != text.front()) return std::string(text);
  const char mark = text.front();
  const std::string_view inside = text.substr(1, text.size() - 2);
  std::string value;
  for (std::size_t i = 0; i < inside.size(); ++i) {
    if (inside[i] == mark && (++i == inside.size() || inside[i] != mark)) return std::string(text);  // several quotes
    value += inside[i];
  }
  return value;
}

std::string quoted(std::string_view value) {
  std::string text = "\"";
  for (const char letter : value) text += letter == '"' ? "\"\"" : std::string(1, letter);
  return text + '"';
}

}  // namespace memnet
