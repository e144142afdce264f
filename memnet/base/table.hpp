// Looking things up in the tables.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "memnet/base/error.hpp"
#include "memnet/base/old_names.hpp"

namespace memnet {

// The entry called `name`. Throws an Error of kind usage that says `kind` ("task") and a suggestion where there is
// none.
template <class Entry>
const Entry& find_entry(std::span<const Entry> table, const std::string& name, const char* kind) {
  std::vector<std::string> names;
  for (const Entry& entry : table) {
    if (name == entry.name) return entry;
    names.push_back(entry.name);
  }
  fail(ErrorKind::usage, "there is no {} '{}'{}; 'memnet list' shows what there is", kind, name,
       suggestion(kind, name, names));
}

}  // namespace memnet
