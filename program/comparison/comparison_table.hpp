// A comparison as text, for a terminal of 100 columns.
#pragma once

#include <string>

#include "program/comparison/comparison.hpp"

namespace memnet {

std::string comparison_table(const Findings& findings);

}  // namespace memnet
