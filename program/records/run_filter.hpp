// Conditions on runs, as text: task=copy and (seed<5 or addressing~sharpen)
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace memnet {

// The name among `known` that is meant: itself, or the only one with that last part (slots is model.slots). None, or
// several, is an Error of kind usage that starts with `where` and lists what is near.
std::string full_name(const std::string& name, const std::vector<std::string>& known, const std::string& where);

class Condition {
 public:
  // What a run has under a full name; "" where it has nothing.
  using Lookup = std::function<std::string(const std::string& name)>;

  // `origin` starts every message, which says at which letter the text makes no sense: "ls: --where".
  Condition(const std::string& text, const std::vector<std::string>& known, const std::string& origin);

  bool holds(const Lookup& lookup) const { return test_(lookup); }

 private:
  std::function<bool(const Lookup&)> test_;
};

// As numbers where both are, else as letters; nothing comes last.
bool comes_before(const std::string& a, const std::string& b);

}  // namespace memnet
