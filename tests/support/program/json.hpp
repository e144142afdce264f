// Is a line JSON? Just enough of a reader to say so (RFC 8259).
#pragma once

#include <string_view>

namespace memnet {

bool is_json_object(std::string_view line);

}  // namespace memnet
