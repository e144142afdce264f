// Validates files that this process did not write.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "memnet/io/hdf5.hpp"

namespace memnet {

// Reads an HDF5 file, all but what is left out, in a process of its own (memnet/os/sandbox.hpp), so that damaged bytes
// can crash or block only that process. Throws an Error that starts with `name`: of kind data for a file that cannot be
// read, of kind io if there is too little memory or time to tell. Afterwards it is safe to give the same bytes to an
// Hdf5Reader that leaves out the same.
void validate_untrusted(std::span<const std::byte> image, const std::string& name,
                        const Hdf5Reader::LeaveOut& leave_out = nullptr);

}  // namespace memnet
