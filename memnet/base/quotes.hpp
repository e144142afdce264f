// Quotation marks around values. A value that is written in quotes, "a # b" or 'a # b', is everything between them; a
// mark that belongs to the value is written twice.
#pragma once

#include <string>
#include <string_view>

namespace memnet {

// Tells which letters of a text are in quotes. A mark opens quotes at the beginning and behind a blank, ',', ';' or
// '='; elsewhere it is a letter, as in "Graves' paper".
class QuoteScanner {
 public:
  // Takes the next letter. Returns true if it is in quotes, or one of their marks.
  bool take(char letter);
  // Returns true if quotes have opened and not closed.
  bool open() const { return mark_ != '\0'; }

 private:
  char mark_ = '\0';    // that the open quotes end with
  char closed_ = '\0';  // the letter before, if it has closed quotes: the same mark again opens them again
  char before_ = ' ';
};

// Returns what is in quotes, if the whole text is one pair of quotes; otherwise the text.
std::string unquoted(std::string_view text);
// The opposite: returns the value in quotes.
std::string quoted(std::string_view value);

}  // namespace memnet
