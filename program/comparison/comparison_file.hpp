// Writes a comparison as files, for further analysis.
#pragma once

#include <filesystem>

#include "program/comparison/comparison.hpp"

namespace memnet {

// Writes compare.csv (a row for each group), runs.csv (a row for each run that is finished or diverged), compare.h5
// and, if there are effects, differences.csv (a row for each) to this folder; each is replaced atomically. compare.h5
// has:
//   /         every column of a group [task, scheme, ...]; exact, right_answers [task, scheme, ..., length]
//   /tuned    the chosen values of tuned options, as texts; each dataset, also those of the axes, has one entry for
//             each group; the group is missing if no option was tuned
//   /overall  iqm, iqm_low, iqm_high [contender]; better, better_low, better_high [contender, against]
// A contender is a scheme with its values on all axes but the task. NaN means that there is no value. Every axis has a
// dimension scale, so xarray opens both groups. Throws an Error of kind io if a file cannot be written.
void write_comparison(const ComparisonResult& comparison, const std::filesystem::path& folder);

}  // namespace memnet
