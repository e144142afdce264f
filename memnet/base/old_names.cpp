#include "memnet/base/old_names.hpp"

#include <algorithm>

#include "memnet/base/error.hpp"
#include "memnet/base/options.hpp"

namespace memnet {

std::span<const OldName> all_old_names() {
  static constexpr OldName kOldNames[] = {
#define MEMNET_OLD(kind, old_name, new_name) {#kind, old_name, new_name},
#include "memnet/base/old_names.def"
#undef MEMNET_OLD
  };
  return kOldNames;
}

std::string new_name(std::string_view kind, std::string_view old_name) {
  const auto found = std::ranges::find_if(
      all_old_names(), [&](const OldName& line) { return line.kind == kind && line.old_name == old_name; });
  return found == all_old_names().end() ? "" : std::string(found->new_name);
}

std::string present_name(std::string_view kind, const std::string& name) {
  const std::string renamed = new_name(kind, name);
  return renamed.empty() ? name : renamed;
}

std::string suggestion(std::string_view kind, std::string_view name, const std::vector<std::string>& known) {
  if (const std::string now = new_name(kind, name); !now.empty()) return fmt::format("; it is now called '{}'", now);
  const std::string guess = nearest(name, known);
  return guess.empty() ? "" : fmt::format("; did you mean '{}'?", guess);
}

}  // namespace memnet
