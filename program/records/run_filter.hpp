// Filters of runs, written as text: task=copy and (seed<5 or addressing~sharpen)
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace memnet {

// Returns the full name among `known`: the name itself, or the only one with that last part (slots: model.slots).
// Throws an Error of kind usage, which starts with `where` and suggests similar names, if there is none or several.
std::string full_name(const std::string& name, const std::vector<std::string>& known, const std::string& where);

// A condition on the options and values of a run.
class RunFilter {
 public:
  // Returns the value that a run has under a full name, or "".
  using Lookup = std::function<std::string(const std::string& name)>;

  // Reads a filter whose names are among `known`. Throws an Error of kind usage, which starts with `origin`
  // ("ls: --where") and names the position in the text, if the text is not a filter.
  RunFilter(const std::string& text, const std::vector<std::string>& known, const std::string& origin);

  // Returns true if the run meets the condition.
  bool matches(const Lookup& lookup) const { return test_(lookup); }

 private:
  std::function<bool(const Lookup&)> test_;
};

// Returns true if `a` is ordered before `b`: numbers come first, then other text, and an empty text comes last.
bool comes_before(const std::string& a, const std::string& b);

}  // namespace memnet
