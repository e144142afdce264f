#include "program/report/text/terminal_blocks.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "program/text/printable.hpp"

namespace memnet::report {
namespace {

constexpr double kSmallestShown = 0.125;  // smaller weights are rounded to an empty block

std::string cell(double share) {
  static constexpr std::array<std::string_view, 5> kBlocks = {" ", "\u2591", "\u2592", "\u2593", "\u2588"};
  if (std::isnan(share)) return "\u00b7";
  return std::string(
      kBlocks[static_cast<std::size_t>(std::lround(std::clamp(share, 0.0, 1.0) * (kBlocks.size() - 1)))]);
}

// Rows of a weighting that are always small, and rows of a state that never change, are left out.
bool is_shown(const Strip& strip, int row) {
  const auto at_any_step = [&](const auto& condition) {
    for (int t = 0; t < strip.numbers.cols(); ++t)
      if (condition(static_cast<double>(strip.numbers(row, t)))) return true;
    return false;
  };
  if (strip.role == TracedRole::weighting || strip.role == TracedRole::halting)
    return at_any_step([](double weight) { return weight >= kSmallestShown; });
  if (strip.role == TracedRole::state)
    return at_any_step([&](double x) { return x != static_cast<double>(strip.numbers(row, 0)); });
  return true;
}

}  // namespace

bool draws_blocks() {
  if (isatty(STDOUT_FILENO) == 0) return false;
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"})
    if (const char* value = std::getenv(name); value != nullptr && *value != '\0') {
      const std::string_view locale = value;
      return locale.find("UTF-8") != locale.npos || locale.find("utf8") != locale.npos;
    }
  return false;
}

std::string draw_strips(const std::vector<Strip>& strips) {
  std::string drawn;
  for (const Strip& strip : strips) {
    const double largest = strip.coloring.largest;
    std::string picture;
    for (int row = 0; row < strip.numbers.rows(); ++row) {
      if (!is_shown(strip, row)) continue;
      picture += fmt::format("{:>18} {:>3} \u2502", picture.empty() ? printable(strip.title) : "", row);
      for (int t = 0; t < strip.numbers.cols(); ++t)
        picture += cell(std::abs(static_cast<double>(strip.numbers(row, t))) / largest);
      picture += "\u2502\n";
    }
    drawn +=
        (picture.empty() ? fmt::format("{:>18}: {}\n", printable(strip.title),
                                       strip.role == TracedRole::state ? "nothing changes" : "every weight is small")
                         : picture) +
        "\n";
  }
  return drawn;
}

std::string spark_line(const std::vector<double>& numbers, std::size_t width, bool blocks) {
  static constexpr std::array<std::string_view, 8> kBars = {"\u2581", "\u2582", "\u2583", "\u2584",
                                                            "\u2585", "\u2586", "\u2587", "\u2588"};
  static constexpr std::array<std::string_view, 8> kLetters = {"_", ".", "-", "~", "=", "+", "*", "#"};
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const double number : numbers)
    if (std::isfinite(number)) low = std::min(low, number), high = std::max(high, number);
  std::string line;
  const std::size_t shown = std::min(width, numbers.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const double number = numbers[(i + 1) * numbers.size() / shown - 1];
    const double share = high > low && std::isfinite(number) ? (number - low) / (high - low) : 0;
    line += (blocks ? kBars : kLetters)[static_cast<std::size_t>(std::lround(share * (kBars.size() - 1)))];
  }
  return line;
}

}  // namespace memnet::report
