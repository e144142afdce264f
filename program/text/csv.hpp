// Comma-separated values (RFC 4180).
#pragma once

#include <span>
#include <string>

namespace memnet {

// One line, with its end. Control characters, which only a file from elsewhere can have brought, become '?'.
std::string csv_line(std::span<const std::string> fields);

}  // namespace memnet
