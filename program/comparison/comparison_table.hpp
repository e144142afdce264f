// A comparison as text, for a terminal of 100 columns.
#pragma once

#include <string>

#include "program/comparison/comparison.hpp"

namespace memnet {

// Returns all tables, with a warning if there are few seeds.
std::string comparison_table(const ComparisonResult& comparison);

}  // namespace memnet
