// Lists in options.
#pragma once

#include <string>
#include <vector>

namespace memnet {

// Returns the items of a list that are joined by commas or semicolons. After the ':' of a stage a comma separates items
// only if a letter or a quote follows: "shift:1,1, ntm" has two items. In parentheses it never does. An item in quotes
// may hold both: "1,2",3 has two items.
std::vector<std::string> split_list(const std::string& text);

// Returns the parts of a text that are joined by semicolons, except in quotes. Empty ones are left out.
std::vector<std::string> split_parts(const std::string& text);

}  // namespace memnet
