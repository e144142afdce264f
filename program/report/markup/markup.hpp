// Markup that nothing it shows can break: elements are made by element(), and everything else is text, which is
// escaped.
#pragma once

#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace memnet::report {

// HTML, or SVG.
class Markup {
 public:
  Markup() = default;
  // Text. Control characters and bytes that are no UTF-8, which only a file from elsewhere can have brought, become
  // '?'.
  template <std::convertible_to<std::string_view> Text>
  Markup(const Text& text) : written_(escaped(text)) {}

  // What is markup already: the page's own assets, never anything from a file of runs.
  static Markup trusted(std::string written);

  Markup& operator+=(const Markup& more) {
    written_ += more.written_;
    return *this;
  }
  friend Markup operator+(Markup a, const Markup& b) { return a += b; }
  bool empty() const { return written_.empty(); }
  const std::string& written() const { return written_; }

  static std::string escaped(std::string_view text);

 private:
  std::string written_;
};

// A name and what it is given. An attribute without a value is left out, so that it can depend on something.
struct Attribute {
  Attribute(std::string_view name, std::string value) : name(name), value(std::move(value)) {}
  Attribute(std::string_view name, const char* value) : name(name), value(value) {}
  Attribute(std::string_view name, double coordinate);  // to a hundredth
  Attribute(std::string_view name, int count) : Attribute(name, std::to_string(count)) {}

  std::string_view name;
  std::string value;
};
using Attributes = std::vector<Attribute>;

Markup element(std::string_view name, const Attributes& attributes, std::initializer_list<Markup> children = {});
Markup element(std::string_view name, std::initializer_list<Markup> children);

}  // namespace memnet::report
