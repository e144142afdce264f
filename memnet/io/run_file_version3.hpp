// Translates what run files of format version 3 hold, which release 0.1 wrote. old_names.def lists the names.
//
// In version 3, the attribute `row_axes` of a trace holds the axes of its values. Their kinds and roles are not in the
// file; they follow from the names of the values.
#pragma once

#include <string>
#include <vector>

#include "memnet/io/run_record.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace version3 {

// Returns the kind of a head by its name: that of "read0" is TracedKind::read.
TracedKind kind_of(const std::string& head);

// Returns the labels of traced values, given their paths ("read0/gated") and axes. Returns no labels if there is not
// one axis for each path.
std::vector<TraceLabel> labels_of(const std::vector<std::string>& paths, const std::vector<std::string>& axes);

}  // namespace version3
}  // namespace MEMNET_PRECISION
}  // namespace memnet
