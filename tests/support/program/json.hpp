// A parser for JSON (RFC 8259) that only checks the syntax.
#pragma once

#include <string_view>

namespace memnet {

// Returns true if the line is one JSON object.
bool is_json_object(std::string_view line);

}  // namespace memnet
