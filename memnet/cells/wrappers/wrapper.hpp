// Wrappers: cells that hold a cell, and step it several times in every step, so that more is computed for an input.
// They work around a controller as around a whole machine. A wrapper is one file here and one line in table.def.
//
// In inner step n of a step with input x the cell gets [x; 1] if n is the first one, otherwise [x; 0], and the state
// after inner step n - 1 (Graves 2016, eq. 1). With at most one inner step there is no such flag: a wrapper that steps
// its cell once is the cell.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "memnet/cells/cell.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class Wrapper : public Cell {
 public:
  Wrapper(std::unique_ptr<Cell> cell, int most_steps) : cell_(std::move(cell)), most_steps_(most_steps) {}

  void declare(const Options::Section& options) override { cell_->declare(options); }
  void build(const Scope& scope, int inputs) override { cell_->build(scope, inputs + (has_flag() ? 1 : 0)); }
  int outputs() const override { return cell_->outputs(); }
  std::vector<StatePart> state_parts() const override { return cell_->state_parts(); }
  State start(Tape& tape) const override { return cell_->start(tape); }
  bool needs_oracle() const override { return cell_->needs_oracle(); }
  Slope slope() const override { return cell_->slope(); }
  int slots() const override { return cell_->slots(); }
  int slots_filled(const Episode& episode) const override { return cell_->slots_filled(episode); }

 protected:
  int most_steps() const { return most_steps_; }
  // Returns the result of inner step n, from 0, of a step with these inputs.
  Step inner_step(int n, const StepInputs& now, State before) const;

 private:
  bool has_flag() const { return most_steps_ > 1; }

  std::unique_ptr<Cell> cell_;
  int most_steps_;
};

// A line of the table of wrappers. The argument is the text behind the colon.
struct WrapperEntry {
  const char* name;
  const char* argument;  // its meaning; in brackets if it may be left out; "" for a wrapper that takes none
  const char* meaning;
  // Returns nullptr for an invalid argument.
  std::unique_ptr<Cell> (*make)(const std::string& argument, std::unique_ptr<Cell> cell);

  bool needs_argument() const { return *argument != '\0' && *argument != '['; }
  bool takes_argument() const { return *argument != '\0'; }
};
std::span<const WrapperEntry> all_wrappers();

// Returns the number of inner steps in an argument: from 1 to 1000; nothing for any other text.
std::optional<int> parse_inner_steps(std::string_view argument);

// Returns the cell with the wrapper of this text around it: "repeat:2", "ponder:0.01". With "none" it is the cell.
// Throws an Error of kind usage for a wrong name or argument.
std::unique_ptr<Cell> wrapped(const std::string& text, std::unique_ptr<Cell> cell);
// Returns the one spelling of such a text.
std::string canonical_wrapper(const std::string& text);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
