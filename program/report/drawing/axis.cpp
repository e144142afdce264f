#include "program/report/drawing/axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace memnet::report {
namespace {

constexpr int kTicks = 5;  // approximate number of ticks
constexpr double kRounding = 1e-9;
constexpr double kZeroGap = 0.09;  // between zero and the smallest positive number, as a fraction of the axis

// Compares numbers; NaN is above all others.
bool lower(double a, double b) { return a < b || (std::isnan(b) && !std::isnan(a)); }

// 60000 -> "60k"
std::string short_number(double number) {
  if (std::abs(number) < 1e-12) return "0";
  for (const auto& [size, letter] : {std::pair{1e9, "G"}, {1e6, "M"}, {1e3, "k"}})
    if (std::abs(number) >= size) return fmt::format("{:.3g}{}", number / size, letter);
  return fmt::format("{:.3g}", number);
}

// Returns the distance between ticks: 1, 2 or 5 times a power of ten.
double step_for(double range) {
  const double power = std::pow(10, std::floor(std::log10(range / kTicks)));
  for (const double times : {1.0, 2.0, 5.0})
    if (range / (times * power) <= kTicks + 1) return times * power;
  return 10 * power;
}

// Returns ticks at powers of ten if at least two are in the range, otherwise at 1, 2 and 5 times powers of ten.
std::vector<Axis::Tick> logarithmic_ticks(double low, double high) {
  std::vector<Axis::Tick> ticks;
  const int first = static_cast<int>(std::floor(std::log10(low))),
            last = static_cast<int>(std::floor(std::log10(high) + 1e-9));
  const bool decades = last - static_cast<int>(std::ceil(std::log10(low) - 1e-9)) >= 1;
  const int stride = std::max(1, (last - first + kTicks) / (kTicks + 1));
  for (int power = first; power <= last; power += stride)
    for (const double times : {1.0, 2.0, 5.0}) {
      const double number = times * std::pow(10, power);
      if (number >= low * (1 - 1e-9) && number <= high * (1 + 1e-9) && (times == 1 || !decades))
        ticks.push_back({number, short_number(number)});
    }
  return ticks;
}

}  // namespace

void Axis::fit(const std::vector<double>& numbers) {
  low = std::numeric_limits<double>::infinity();
  high = -low;
  const double least = numbers.empty() ? 1 : *std::ranges::min_element(numbers, lower);
  zero = kind != logarithmic || least > 0 ? "" : least < 0 ? "\u2264 0" : "0";
  for (const double number : numbers)
    if (std::isfinite(number) && (kind != logarithmic || number > 0))
      low = std::min(low, number), high = std::max(high, number);
  if (kind == percent || low > high) {
    low = 0;
    high = 1;
    if (kind != logarithmic) return;
    low = 0.1;
  }
  if (kind == logarithmic) {
    low = std::max(low, high * 1e-12);
    if (high < low * 10) low /= 3, high *= 3;  // then two ticks are in the range
    return;
  }
  if (low > 0 && low < high / 2) low = 0;
  // Numbers that are equal but for rounding have no ticks between them.
  if (high - low <= kRounding * std::max(std::abs(low), std::abs(high)))
    low -= std::abs(low) / 2 + 0.5, high += std::abs(high) / 2 + 0.5;
}

double Axis::at(double number) const {
  double share = kind == logarithmic ? std::log(std::max(number, low) / low) / std::log(high / low)
                                     : (number - low) / (high - low);
  share = std::clamp(share, 0.0, 1.0);
  if (!zero.empty()) share = number <= 0 ? 0 : kZeroGap + (1 - kZeroGap) * share;
  return from + share * (to - from);
}

std::vector<Axis::Tick> Axis::ticks() const {
  std::vector<Tick> ticks;
  if (kind == logarithmic) {
    ticks = logarithmic_ticks(low, high);
    if (!zero.empty()) ticks.insert(ticks.begin(), {0, zero});
    return ticks;
  }
  const double step = step_for(high - low);
  for (double k = std::ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; ++k)
    ticks.push_back(
        {k * step, kind == percent ? fmt::format("{:.3g}\u202f%", 100 * std::abs(k) * step) : short_number(k * step)});
  return ticks;
}

}  // namespace memnet::report
