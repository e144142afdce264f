// Files that this process did not write.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace memnet {

// Reads an HDF5 file in memory from end to end in a child process with little memory and time, so that bytes that crash
// the HDF5 library, or keep it busy, end only the child. Throws an Error of kind data that starts with `name` where
// anything is wrong. Afterwards an Hdf5Reader of the same bytes does in this process what the child has done.
// Best before other threads are started: a lock that one of them holds at the fork stays locked in the child.
void validate_untrusted(std::span<const std::byte> image, const std::string& name);

}  // namespace memnet
