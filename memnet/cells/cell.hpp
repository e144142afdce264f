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
  // Declares its parameters, for inputs of this size.
  virtual void build(const Scope& scope, int inputs) = 0;
  // Returns the size of the output. Requires build().
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

  // Return what the memory says that the cell has; see Memory. Requires build().
  virtual bool needs_oracle() const { return false; }
  virtual Slope slope() const { return Slope::exact; }
  virtual int slots() const { return 0; }
  virtual int slots_filled(const Episode& /*episode*/) const { return 0; }
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
