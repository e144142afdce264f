// Lists in options.
#pragma once

#include <string>
#include <vector>

namespace memnet {

// The pieces of a list, joined by commas or semicolons. A comma in the argument of a stage, as in shift:1,1, separates
// only where a letter follows.
std::vector<std::string> split_list(const std::string& text);

}  // namespace memnet
