// A part of a bank: the results of some runs of one plan in one file, which is written once.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

#include "memnet/io/run_record.hpp"
#include "program/comparison/plan.hpp"

namespace memnet {

inline constexpr const char* kPartExtension = ".h5";

// Writes a part with these runs into a folder, which is made if it is missing. Its name is a digest of its contents, so
// parts of several machines have different names. Returns the file. Requires runs of the plan that are finished or
// diverged. Throws an Error of kind io if it cannot be written.
std::filesystem::path write_bank_part(const Plan& plan, std::span<const RunRecord> runs,
                                      const std::filesystem::path& folder);

// Returns the runs of a part; each has what bank_fields() keeps. The file is not trusted: it is examined as run files
// are (memnet/io/untrusted.hpp). Throws an Error of kind data, which says what to do, for a file that is damaged or is
// not a part. Requires that no other thread runs (see ChildProcess).
std::vector<RunRecord> read_bank_part(const std::filesystem::path& file);

}  // namespace memnet
