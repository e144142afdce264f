// Cells: networks with a state that is passed from step to step. As the controller of a model, a cell reads the input
// and drives the heads; the recurrent ones are also baseline models of their own (models/recurrent.hpp). A cell is one
// file here and one line in table.def.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "memnet/autodiff/params.hpp"
#include "memnet/autodiff/tape.hpp"
#include "memnet/base/options.hpp"

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

  // What one step passes to the next; the cell defines the meaning of each value.
  using State = std::span<const Var>;
  // Returns the state before the first step.
  virtual State start(Tape& tape) const = 0;

  struct Step {
    Var output;  // [outputs]
    State state;
  };
  virtual Step step(Var x, State before) const = 0;  // x [inputs]
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
