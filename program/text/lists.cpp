#include "program/text/lists.hpp"

#include <cctype>

#include "memnet/base/quotes.hpp"
#include "memnet/base/text.hpp"

namespace memnet {
namespace {

// Splits a text where `separates(i)` is true, outside quotes.
template <class Separates>
std::vector<std::string> split_outside_quotes(const std::string& text, Separates separates) {
  std::vector<std::string> parts(1);
  QuoteScanner quotes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!quotes.take(text[i]) && separates(i))
      parts.emplace_back();
    else
      parts.back() += text[i];
  }
  for (std::string& part : parts) part = trimmed(part);
  std::erase(parts, "");
  return parts;
}

}  // namespace

std::vector<std::string> split_list(const std::string& text) {
  bool in_argument = false;  // of a stage: behind its ':'
  int depth = 0;             // of parentheses
  std::vector<std::string> items = split_outside_quotes(text, [&](std::size_t i) {
    if (text[i] == ':' || text[i] == '|') in_argument = text[i] == ':';
    if (text[i] == '(') ++depth;
    if (text[i] == ')' && depth > 0) --depth;
    if ((text[i] != ';' && text[i] != ',') || depth > 0) return false;
    const std::size_t next = text.find_first_not_of(" \t", i + 1);
    const bool name_follows = next != text.npos && (std::isalpha(static_cast<unsigned char>(text[next])) != 0 ||
                                                    text[next] == '\'' || text[next] == '"');
    const bool separates = text[i] == ';' || !in_argument || name_follows;
    if (separates) in_argument = false;
    return separates;
  });
  for (std::string& item : items) item = unquoted(item);
  return items;
}

std::vector<std::string> split_parts(const std::string& text) {
  return split_outside_quotes(text, [&](std::size_t i) { return text[i] == ';'; });
}

}  // namespace memnet
