// Numbers in a page, each with its source, so that a reader or a test can check it.
#pragma once

#include <optional>
#include <string>

#include "memnet/statistics/statistics.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// How a number is written.
enum class NumberFormat {
  whole,    // 12 000
  plain,    // 0.0413
  percent,  // 98.2 % of a fraction
};
std::string format_number(double number, NumberFormat format);

// Returns <data value="0.982" data-from="...">98.2 %</data>, or a dash for NaN. `from` is the source: a run and a place
// in its file ("copy-ntm-s1-ae31d44580d33b55 /sweep/exact 3"), or a column of a comparison ("compare.csv copy,ntm
// solved").
Markup number(double number, NumberFormat format, const std::string& from);

// Returns both ends of an interval, such as 56-100 %, or a dash if there is none.
Markup interval(const std::optional<Interval>& interval, const std::string& low_from, const std::string& high_from);

// Returns the source of one number of a dataset: RUN DATASET INDEX.
std::string source_of(const std::string& run, const std::string& dataset, std::size_t index);

}  // namespace memnet::report
