// Tables of weights as text.
#pragma once

#include <string>

#include "program/report/content/weight_table.hpp"

namespace memnet {

// Returns a table with a line for each row. A weight is a letter that is darker the larger it is, beside its number
// where there are few columns. A line has at most 80 columns of the terminal: where the words above the columns do not
// fit, these are numbered from 0.
std::string draw_weights(const report::WeightTable& table);

}  // namespace memnet
