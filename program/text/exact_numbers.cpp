#include "program/text/exact_numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>

#include "memnet/base/text.hpp"

namespace memnet {
namespace {

constexpr double kLargestDivisor = 1e9;
constexpr std::string_view kDivided = " / ";

bool same_bits(double a, double b) { return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b); }

// Returns the divisor of the simplest quotient of whole numbers that is exactly x, 0 if it is too large. The quotients
// are the convergents of the continued fraction of x.
double divisor_of(double x) {
  double numerator = 1, divisor = 0, last_numerator = 0, last_divisor = 1, rest = x;
  while (std::isfinite(rest)) {
    const double whole = std::floor(rest);
    last_numerator = std::exchange(numerator, whole * numerator + last_numerator);
    last_divisor = std::exchange(divisor, whole * divisor + last_divisor);
    if (divisor > kLargestDivisor) return 0;
    if (numerator / divisor == x) return divisor;
    rest = 1 / (rest - whole);
  }
  return 0;
}

// Returns the text "499 500 / 1000", "" if there is no such divisor.
std::string as_quotients(std::span<const double> numbers) {
  std::uint64_t divisor = 1;
  for (const double x : numbers) {
    if (std::isnan(x)) continue;
    const auto own = static_cast<std::uint64_t>(divisor_of(x));
    if (own == 0) return "";
    divisor = std::lcm(divisor, own);
    if (static_cast<double>(divisor) > kLargestDivisor) return "";
  }
  const auto by = static_cast<double>(divisor);
  std::string text;
  for (const double x : numbers) {
    const double numerator = std::round(x * by);
    if (!std::isnan(x) && !same_bits(numerator / by, x)) return "";
    append_item(text, fmt::format("{:.0f}", numerator), " ");
  }
  return fmt::format("{}{}{}", text, kDivided, divisor);
}

}  // namespace

std::string exact_numbers(std::span<const double> numbers) {
  std::string text;
  for (const double x : numbers) append_item(text, fmt::format("{}", x), " ");
  const std::string quotients = as_quotients(numbers);
  return quotients.empty() || quotients.size() >= text.size() ? text : quotients;
}

std::optional<std::vector<double>> parse_exact_numbers(std::string_view text) {
  double divisor = 1;
  if (const std::size_t at = text.find(kDivided); at != text.npos) {
    divisor = parse_number<double>(text.substr(at + kDivided.size())).value_or(0);
    if (!(divisor >= 1 && divisor <= kLargestDivisor)) return std::nullopt;
    text = text.substr(0, at);
  }
  std::vector<double> numbers;
  for (std::size_t from = 0; !text.empty() && from <= text.size();) {
    const std::size_t end = std::min(text.find(' ', from), text.size());
    const std::optional<double> number = parse_number<double>(text.substr(from, end - from));
    if (!number) return std::nullopt;
    numbers.push_back(*number / divisor);
    from = end + 1;
  }
  return numbers;
}

}  // namespace memnet
