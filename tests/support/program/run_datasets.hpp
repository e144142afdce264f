// Reads datasets of run files directly, and computes from them what a report shows of a trace.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "memnet/io/hdf5.hpp"
#include "tests/support/program/report_page.hpp"

namespace memnet {

using Numbers = std::vector<double>;

// Returns the numbers of a dataset, and its shape in `shape` if it is not null.
Numbers dataset_of(const std::filesystem::path& run, const std::string& path, Hdf5Shape* shape = nullptr);
// Returns the number in an attribute.
double attribute_of(const std::filesystem::path& run, const std::string& group, const std::string& name);

// Returns the number of scored bits of a trace, or of the wrong ones among them.
double count_bits(const std::filesystem::path& run, const std::string& trace, bool wrong);
// Returns a panel of a trace as a report shows it: targets and outputs at the scored steps, and errors, which are no
// dataset.
ShownPanel panel_of(const std::filesystem::path& run, const std::string& path);
// Returns the number of rows of a panel ("rows"), or the range of its colors ("range"), which all snapshots share.
double property_of_panel(const std::filesystem::path& run, const std::string& panel, const std::string& property);

}  // namespace memnet
