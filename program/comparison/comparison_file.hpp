// A comparison as files, for whoever goes on with its numbers.
#pragma once

#include <filesystem>

#include "program/comparison/comparison.hpp"

namespace memnet {

// compare.csv (a row for each group) and compare.h5 in this folder, each replaced in one step. compare.h5:
//   /         every figure of a group [task, scheme, ...]; exact, bit_accuracy [task, scheme, ..., length]
//   /overall  iqm, iqm_low, iqm_high [contender]; better, better_low, better_high [contender, against]
// NaN stands where there is nothing. Every axis has a dimension scale, so xarray opens both groups.
void write_comparison(const Findings& findings, const std::filesystem::path& folder);

}  // namespace memnet
