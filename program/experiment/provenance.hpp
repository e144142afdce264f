// Provenance of a result: the program, the machine and the command line.
#pragma once

#include <string>
#include <vector>

#include "memnet/io/run_record.hpp"

namespace memnet {

// Returns git state, compiler and flags, library versions, host, processor, cores and command line.
NamedTexts provenance(const std::vector<std::string>& command_line);

// Returns "memnet 0.2.0 (git 1a2b3c4)" and the libraries, for --version.
std::string version_text();

}  // namespace memnet
