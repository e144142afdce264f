// Look-up by name in the tables of tasks, models, stages and so on.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "memnet/base/error.hpp"
#include "memnet/base/old_names.hpp"

namespace memnet {

// Returns the names in a table.
template <class Entry>
std::vector<std::string> names_of(std::span<const Entry> table) {
  std::vector<std::string> names;
  for (const Entry& entry : table) names.emplace_back(entry.name);
  return names;
}

// Returns the entry with this name. Throws an Error of kind usage, which names `kind` (such as "task"), the most
// similar name, and what lists all names, if there is none.
template <class Entry>
const Entry& find_entry(std::span<const Entry> table, const std::string& name, const char* kind,
                        const char* list = "'memnet list'") {
  for (const Entry& entry : table)
    if (name == entry.name) return entry;
  fail(ErrorKind::usage, "there is no {} '{}'{}; {} shows what there is", kind, name,
       suggestion(kind, name, names_of(table)), list);
}

}  // namespace memnet
