// Text as JSON.
#pragma once

#include <string>

namespace memnet {

// Text as a JSON string, with its quotes.
std::string json_string(const std::string& text);

}  // namespace memnet
