#include "program/report/drawing/color.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace memnet::report {
namespace {

using Triple = std::array<double, 3>;

std::uint8_t byte(double part) { return static_cast<std::uint8_t>(std::lround(255 * std::clamp(part, 0.0, 1.0))); }

double to_linear(double part) { return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4); }
double from_linear(double part) { return part <= 0.0031308 ? 12.92 * part : 1.055 * std::pow(part, 1 / 2.4) - 0.055; }

// OKLab (Ottosson 2020) to sRGB.
Color from_oklab(const Triple& lab) {
  const auto cube = [](double x) { return x * x * x; };
  const double l = cube(lab[0] + 0.3963377774 * lab[1] + 0.2158037573 * lab[2]);
  const double m = cube(lab[0] - 0.1055613458 * lab[1] - 0.0638541728 * lab[2]);
  const double s = cube(lab[0] - 0.0894841775 * lab[1] - 1.2914855480 * lab[2]);
  return {byte(from_linear(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s)),
          byte(from_linear(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s)),
          byte(from_linear(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s))};
}

// The polynomial that M. Zucker fitted to viridis (van der Walt & Smith 2015), within 1 % everywhere.
Color viridis(double t) {
  static constexpr std::array<Triple, 7> kFit = {{{0.2777273272, 0.0054073445, 0.3340998053},
                                                  {0.1050930431, 1.4046135299, 1.3845901628},
                                                  {-0.3308618287, 0.2148475595, 0.0950951630},
                                                  {-4.6342304990, -5.7991009734, -19.3324409563},
                                                  {6.2282699363, 14.1799333668, 56.6905526007},
                                                  {4.7763849977, -13.7451453777, -65.3530326334},
                                                  {-5.4354558559, 4.6458526122, 26.3124352496}}};
  Triple rgb{};
  for (auto term = kFit.rbegin(); term != kFit.rend(); ++term)
    for (std::size_t part = 0; part < rgb.size(); ++part) rgb[part] = rgb[part] * t + (*term)[part];
  return {byte(rgb[0]), byte(rgb[1]), byte(rgb[2])};
}

// Straight lines in OKLab from the middle to both ends, which are equally dark.
Color diverging(double t) {
  static constexpr Triple kMiddle = {0.97, 0, 0}, kBelow = {0.45, -0.03, -0.14}, kAbove = {0.45, 0.15, 0.07};
  const Triple& end = t < 0 ? kBelow : kAbove;
  Triple lab;
  for (std::size_t part = 0; part < lab.size(); ++part)
    lab[part] = kMiddle[part] + std::abs(t) * (end[part] - kMiddle[part]);
  return from_oklab(lab);
}

}  // namespace

std::string Color::hex() const { return fmt::format("#{:02x}{:02x}{:02x}", red, green, blue); }

double Color::lightness() const {
  const double r = to_linear(red / 255.0), g = to_linear(green / 255.0), b = to_linear(blue / 255.0);
  return 0.2104542553 * std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) +
         0.7936177850 * std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) -
         0.0040720468 * std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
}

Color color(Palette palette, double number) {
  return palette == Palette::amount ? viridis(std::clamp(number, 0.0, 1.0)) : diverging(std::clamp(number, -1.0, 1.0));
}

}  // namespace memnet::report
