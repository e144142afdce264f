// Cells: networks with a state that is passed from step to step. A controller is a cell: one file here and one line in
// table.def. A machine (machine.hpp) is the cell made of a controller and a memory.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "memnet/addressing/state.hpp"
#include "memnet/base/options.hpp"
#include "memnet/memories/memory.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class Cell {
 public:
  virtual ~Cell() = default;

  // Declares the options of the cell.
  virtual void declare(const Options::Section& options) = 0;
  // Says that others give the state before the first step, so that the cell needs no parameters for it; start() must
  // not be called then. Call before build().
  void give_start() { start_is_given_ = true; }
  // Tells it that there will be annotations of this width. Returns whether it reads them; then every step gets what
  // prepare() returns. Call before build().
  virtual bool annotate(int /*width*/) { return false; }
  // Declares its parameters, for inputs of this size.
  virtual void build(const Scope& scope, int inputs) = 0;
  // Returns the size of the output. Requires build(); where it does not depend on the inputs, only declare().
  virtual int outputs() const = 0;

  // Returns what its state is made of. Requires build().
  virtual std::vector<StatePart> state_parts() const = 0;
  // Returns the state before the first step.
  virtual State start(Tape& tape) const = 0;

  struct Step {
    Var output;  // [outputs]
    State state;
  };
  virtual Step step(const StepInputs& now, State before) const = 0;

  // Returns what it needs of the annotations in all steps, as many values as prepared_values(). Requires that
  // annotate() returned true.
  virtual std::span<const Var> prepare(const Annotations& /*annotations*/) const { return {}; }
  virtual std::size_t prepared_values() const { return 0; }

  // Returns whether it can compute all steps of an episode at once.
  virtual bool runs() const { return false; }
  // Returns the outputs of all steps from the start on, for their inputs: those of step(), up to rounding. Requires
  // runs().
  virtual std::span<const Var> run(std::span<const Var> /*x*/, std::span<const Var> /*prepared*/) const { return {}; }

  // Returns the output of the step that led to a state, where the state tells it; otherwise none.
  virtual Var output_of(State /*state*/) const { return {}; }

  // Return what the memory says that the cell has; see Memory. Requires build().
  virtual bool needs_oracle() const { return false; }
  virtual Slope slope() const { return Slope::exact; }
  virtual int slots() const { return 0; }
  virtual int slots_filled(const Episode& /*episode*/) const { return 0; }

 protected:
  bool start_is_given() const { return start_is_given_; }

 private:
  bool start_is_given_ = false;
};

// A line of the table of cells.
struct CellEntry {
  const char* name;
  const char* meaning;
  std::unique_ptr<Cell> (*make)();
};
std::span<const CellEntry> all_cells();
// Returns a new cell. Throws an Error of kind usage, which suggests the nearest name, if there is no such cell.
std::unique_ptr<Cell> make_cell(const std::string& name);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
