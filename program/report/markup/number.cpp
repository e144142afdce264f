#include "program/report/markup/number.hpp"

#include <fmt/format.h>

#include <cmath>

namespace memnet::report {
namespace {

constexpr std::string_view kThinSpace = "\u202f", kDash = "\u2013";

std::string grouped(double number) {
  std::string digits = fmt::format("{:.0f}", number);
  for (std::ptrdiff_t at = std::ssize(digits) - 3; at > (number < 0 ? 1 : 0); at -= 3)
    digits.insert(static_cast<std::size_t>(at), kThinSpace);
  return digits;
}

}  // namespace

std::string format_number(double number, NumberFormat format) {
  if (std::isnan(number)) return std::string(kDash);
  if (std::isinf(number)) return number > 0 ? "\u221e" : "\u2212\u221e";
  switch (format) {
    case NumberFormat::whole: return grouped(number);
    case NumberFormat::percent: return fmt::format("{:.1f}{}%", 100 * number, kThinSpace);
    case NumberFormat::plain: break;
  }
  return std::abs(number) >= 1000 ? grouped(number) : fmt::format("{:.3g}", number);
}

Markup number(double number, NumberFormat format, const std::string& from) {
  if (std::isnan(number)) return element("span", {{"class", "none"}, {"aria-label", "none"}}, {kDash});
  return element("data", {{"value", fmt::format("{}", number)}, {"data-from", from}}, {format_number(number, format)});
}

Markup interval(const std::optional<Interval>& interval, const std::string& low_from, const std::string& high_from) {
  if (!interval) return element("span", {{"class", "none"}}, {kDash});
  const auto end = [](double fraction, const std::string& from) {
    return element("data", {{"value", fmt::format("{}", fraction)}, {"data-from", from}},
                   {fmt::format("{:.0f}", 100 * fraction)});
  };
  return element("span", {{"class", "interval"}},
                 {end(interval->low, low_from), kDash, end(interval->high, high_from), fmt::format("{}%", kThinSpace)});
}

std::string source_of(const std::string& run, const std::string& dataset, std::size_t index) {
  return fmt::format("{} {} {}", run, dataset, index);
}

}  // namespace memnet::report
