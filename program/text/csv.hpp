// Comma-separated values (RFC 4180).
#pragma once

#include <span>
#include <string>

namespace memnet {

// Returns one line with its end. Control characters become '?'.
std::string csv_line(std::span<const std::string> fields);

}  // namespace memnet
