#include "tests/support/program/json.hpp"

#include <cctype>
#include <string>

namespace memnet {
namespace {

class Json {
 public:
  explicit Json(std::string_view text) : text_(text) {}

  bool object() {
    return list('{', '}', [this] { return string() && skip(':') && value(); });
  }
  bool ended() const { return at_ == text_.size(); }

 private:
  bool value() {
    if (next() == '{') return object();
    if (next() == '[') return list('[', ']', [this] { return value(); });
    if (next() == '"') return string();
    return word("true") || word("false") || word("null") || number();
  }

  template <class Item>
  bool list(char open, char close, Item item) {
    if (!skip(open)) return false;
    if (skip(close)) return true;
    do {
      if (!item()) return false;
    } while (skip(','));
    return skip(close);
  }

  bool string() {
    if (!skip('"')) return false;
    for (; !ended() && next() != '"'; ++at_) {
      if (static_cast<unsigned char>(next()) < 0x20) return false;
      if (next() != '\\') continue;
      ++at_;
      if (next() == 'u') {
        for (int i = 0; i < 4; ++i)
          if (++at_; std::isxdigit(static_cast<unsigned char>(next())) == 0) return false;
      } else if (std::string_view("\"\\/bfnrt").find(next()) == std::string_view::npos) {
        return false;
      }
    }
    return skip('"');
  }

  bool digits() {
    const std::size_t from = at_;
    while (std::isdigit(static_cast<unsigned char>(next())) != 0) ++at_;
    return at_ > from;
  }

  bool number() {
    skip('-');
    if (!skip('0') && !digits()) return false;
    if (skip('.') && !digits()) return false;
    if (next() != 'e' && next() != 'E') return true;
    ++at_;
    if (next() == '+' || next() == '-') ++at_;
    return digits();
  }

  char next() const { return ended() ? '\0' : text_[at_]; }
  bool skip(char c) { return next() == c && !ended() ? (++at_, true) : false; }
  bool word(std::string_view letters) {
    if (!text_.substr(at_).starts_with(letters)) return false;
    at_ += letters.size();
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

bool is_json_object(std::string_view line) {
  Json json(line);
  return json.object() && json.ended();
}

}  // namespace memnet
