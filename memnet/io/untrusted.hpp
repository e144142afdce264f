// Files that this process did not write.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace memnet {

// Reads an HDF5 file in memory from end to end in a process of its own (io/confined.hpp), so that bytes that crash the
// HDF5 library, or keep it busy, end only that. Throws an Error of kind data that starts with `name` where
// anything is wrong. Afterwards an Hdf5Reader of the same bytes does in this process what the child has done.
void validate_untrusted(std::span<const std::byte> image, const std::string& name);

}  // namespace memnet
