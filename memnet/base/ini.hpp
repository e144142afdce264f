// INI texts:
//
//   # a comment
//   task = copy
//   [task]
//   bits = 6                    # a comment
//   data = "stories # 2"        the quotes are not part of the value
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "memnet/base/options.hpp"

namespace memnet {

// Returns the settings of an INI text. Section names become prefixes: `bits = 6` below [task] sets task.bits. A '#'
// that begins a line or follows a blank starts a comment, and so does a ';' that begins a line; elsewhere both belong
// to the value. Values may be quoted (memnet/base/quotes.hpp). A byte order mark and carriage returns at the ends of
// lines are ignored. Throws an Error of kind usage, with file and line, if a line is not a section, a setting, a
// comment or empty, and if a name is set twice.
std::vector<Setting> parse_ini(std::string_view text, const std::string& file);

// Returns a value as it is written in an INI text: in quotes only if parse_ini() would read it differently without
// them. Requires a value on one line.
std::string ini_value(const std::string& value);

}  // namespace memnet
