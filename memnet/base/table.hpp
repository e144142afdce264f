// Looking things up in the tables.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "memnet/base/error.hpp"
#include "memnet/base/options.hpp"

namespace memnet {

// Returns the entry called `name`. Where there is none, the message holds `kind` ("task"), the nearest name, and what
// lists all of them.
template <class Entry>
const Entry& find_entry(std::span<const Entry> table, const std::string& name, const char* kind,
                        const char* list = "'memnet list'") {
  std::vector<std::string> names;
  for (const Entry& entry : table) {
    if (name == entry.name) return entry;
    names.push_back(entry.name);
  }
  const std::string guess = nearest(name, names);
  fail(ErrorKind::usage, "there is no {} '{}'{}; {} shows what there is", kind, name,
       guess.empty() ? "" : fmt::format("; did you mean '{}'?", guess), list);
}

}  // namespace memnet
