// Text as JSON.
#pragma once

#include <string>

namespace memnet {

// Returns text as a JSON string, with its quotes.
std::string json_string(const std::string& text);

}  // namespace memnet
