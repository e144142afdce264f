#include "program/report/markup/markup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "program/text/printable.hpp"

namespace memnet::report {
namespace {

constexpr std::array<std::string_view, 5> kWithoutEnd = {"br", "img", "input", "link", "meta"};

}  // namespace

std::string Markup::escaped(std::string_view text) {
  std::string safe;
  for (const char c : printable(text)) switch (c) {
      case '&': safe += "&amp;"; break;
      case '<': safe += "&lt;"; break;
      case '>': safe += "&gt;"; break;
      case '"': safe += "&quot;"; break;
      case '\'': safe += "&#39;"; break;
      default: safe += c;
    }
  return safe;
}

Markup Markup::trusted(std::string written) {
  Markup markup;
  markup.written_ = std::move(written);
  return markup;
}

Attribute::Attribute(std::string_view name, double coordinate) : name(name), value(fmt::format("{:.2f}", coordinate)) {
  value.erase(value.find_last_not_of('0') + 1);
  if (value.ends_with('.')) value.pop_back();
  if (value == "-0") value = "0";
}

Markup element(std::string_view name, const Attributes& attributes, std::initializer_list<Markup> children) {
  std::string written = fmt::format("<{}", name);
  for (const Attribute& attribute : attributes)
    if (!attribute.value.empty())
      written += fmt::format(" {}=\"{}\"", attribute.name, Markup::escaped(attribute.value));
  written += '>';
  for (const Markup& child : children) written += child.written();
  if (std::ranges::find(kWithoutEnd, name) == kWithoutEnd.end()) written += fmt::format("</{}>", name);
  return Markup::trusted(std::move(written));
}

Markup element(std::string_view name, std::initializer_list<Markup> children) {
  return element(name, Attributes{}, children);
}

Markup name_span(const Markup& text) { return element("span", {{"class", "name"}}, {text}); }

}  // namespace memnet::report
