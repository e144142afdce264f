// Write rules: what write heads do to a memory with the weightings that they have computed. A rule is the last stage of
// a write pipeline, "cosine | softmax | delta"; without one it is erase_add. A rule is one file here and one line in
// table.def.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class WriteRule {
 public:
  virtual ~WriteRule() = default;

  // Returns the vectors that it needs from every write head, for a memory [slots, width].
  virtual std::vector<EmittedVector> emission(int slots, int width) const = 0;
  // Returns the values that those vectors start near, as Stage::emission_start() does.
  virtual std::vector<double> emission_start() const { return {}; }
  // Returns the trackers of the memory that it reads.
  virtual std::vector<std::string> trackers() const { return {}; }
  // Returns whether it can use features in place of weightings, which may have any sign.
  virtual bool takes_features() const { return false; }
  // Returns whether it takes the key [W] of the read head beside the write head, behind the vectors of emission().
  virtual bool uses_key() const { return false; }

  // What one write head has chosen.
  struct Writing {
    Var w;                         // [N], its weighting or features
    std::span<const Var> emitted;  // in the order of emission(); then the key, if it uses one
  };
  // Returns the memory [N,W] after all heads have written.
  virtual Var write(Var M, std::span<const Writing> heads, std::span<const State> trackers) const = 0;
};

// A line of the table of write rules. The argument is the text behind the colon.
struct WriteRuleEntry {
  const char* name;
  const char* argument;  // its meaning; in brackets if it may be left out; "" for a rule that takes none
  const char* meaning;
  std::unique_ptr<WriteRule> (*make)(const std::string& argument);  // returns nullptr for an invalid argument

  bool needs_argument() const { return *argument != '\0' && *argument != '['; }
  bool takes_argument() const { return *argument != '\0'; }
};
std::span<const WriteRuleEntry> all_write_rules();

// The text of a write pipeline, divided into its stages and its rule.
struct WriteText {
  std::string stages;
  std::string rule;  // "" if it names none
};
WriteText split_write_text(const std::string& text);
// Returns the rule with this text: "erase_add" for "". Throws an Error of kind usage for a wrong argument. Requires
// that there is a rule of this name.
std::unique_ptr<WriteRule> make_write_rule(const std::string& text);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
