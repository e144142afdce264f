// Where a result came from: everything about this program, this machine and this call that could matter later.
#pragma once

#include <string>
#include <vector>

#include "memnet/io/run_record.hpp"

namespace memnet {

// git state, compiler and flags, library versions, host, processor, cores, command line.
TextPairs provenance(const std::vector<std::string>& command_line);

// "memnet 0.1.0 (git 1a2b3c4)" and the libraries, for --version.
std::string version_text();

}  // namespace memnet
