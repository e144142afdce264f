// Names that earlier versions used. Errors state the present names, and readers of old run files replace the old ones.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace memnet {

// A line of old_names.def, which lists the kinds.
struct OldName {
  std::string_view kind, old_name, new_name;
};
std::span<const OldName> all_old_names();

// Returns the present name of what was called `old_name`; "" if that is not an old name of this kind.
std::string new_name(std::string_view kind, std::string_view old_name);

// Returns the present name of an entry; `name` itself if that is not an old name of this kind.
std::string present_name(std::string_view kind, const std::string& name);

// Returns the end of a sentence about an unknown name: "; it is now called 'NEW'" for an old name, "; did you mean
// 'NEAREST'?" for one that resembles a known name, "" otherwise.
std::string suggestion(std::string_view kind, std::string_view name, const std::vector<std::string>& known);

}  // namespace memnet
