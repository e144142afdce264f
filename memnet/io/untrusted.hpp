// Validates files that this process did not write.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace memnet {

// Reads all of an HDF5 file in a process of its own (memnet/os/sandbox.hpp), so that damaged bytes can crash or block
// only that process. Throws an Error of kind data that starts with `name` for a file that cannot be read. Afterwards it
// is safe to give the same bytes to an Hdf5Reader.
void validate_untrusted(std::span<const std::byte> image, const std::string& name);

}  // namespace memnet
