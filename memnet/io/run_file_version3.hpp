// Run files of format version 3, which release 0.1 wrote: what they say in other words. old_names.def has the words.
//
// Version 3 holds the axis of each traced value in the attribute `row_axes` of its trace, but no kind and no role:
// they follow from its name.
#pragma once

#include <string>
#include <vector>

#include "memnet/io/run_record.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace version3 {

// Returns the kind of a head by its name: that of "read0" is TracedKind::read.
TracedKind kind_of(const std::string& head);

// Returns the labels of traced values by their paths ("read0/gated") and axes. Axes that do not match the paths in
// number give no labels.
std::vector<TraceLabel> labels_of(const std::vector<std::string>& paths, const std::vector<std::string>& axes);

// Gives the options of the record, and the values that are names, their present names; the INI text `config` is
// written anew.
void rename_options(RunRecord& record);

}  // namespace version3
}  // namespace MEMNET_PRECISION
}  // namespace memnet
