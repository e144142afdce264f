// HTML and SVG without injection: only element() and trusted() make markup, and all other text is escaped.
#pragma once

#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace memnet::report {

// A piece of HTML or SVG.
class Markup {
 public:
  Markup() = default;
  // Makes escaped text. Control characters and bytes that are not UTF-8 become '?': a file may contain any bytes.
  template <std::convertible_to<std::string_view> Text>
  Markup(const Text& text) : written_(escaped(text)) {}

  // Returns text that is already markup, without escaping it. Requires that no part of it comes from a file of runs.
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

// The name and the value of an attribute. An attribute with an empty value is omitted.
struct Attribute {
  Attribute(std::string_view name, std::string value) : name(name), value(std::move(value)) {}
  Attribute(std::string_view name, const char* value) : name(name), value(value) {}
  Attribute(std::string_view name, double coordinate);  // rounded to a hundredth
  Attribute(std::string_view name, int count) : Attribute(name, std::to_string(count)) {}

  std::string_view name;
  std::string value;
};
using Attributes = std::vector<Attribute>;

Markup element(std::string_view name, const Attributes& attributes, std::initializer_list<Markup> children = {});
Markup element(std::string_view name, std::initializer_list<Markup> children);

// Returns a <span> with a name or another text from a run, a plan or an option, as opposed to the words of the report.
Markup name_span(const Markup& text);

}  // namespace memnet::report
