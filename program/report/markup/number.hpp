// Numbers in a page. Each says where it comes from, so that a reader, or a test, can go and look.
#pragma once

#include <optional>
#include <string>

#include "memnet/statistics/statistics.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// How a number is shown.
enum class Shown {
  whole,    // 12 000
  plain,    // 0.0413
  percent,  // 98.2 % of a fraction
};
std::string shown(double number, Shown how);

// <data value="0.982" data-from="...">98.2 %</data>; a dash where there is none. `from` is where it stands: a run and a
// place in its file ("copy-ntm-s1-5ba3ad5a /sweep/exact 3"), or a figure of a comparison ("compare.csv copy,ntm
// solved").
Markup figure(double number, Shown how, const std::string& from);

// Both ends of an interval: 56-100 %
Markup interval(const std::optional<Interval>& interval, const std::string& low_from, const std::string& high_from);

// The same place, put together.
std::string place_of(const std::string& run, const std::string& dataset, std::size_t index);

}  // namespace memnet::report
