// Controllers: what a model thinks with between two looks at its memory. A controller is one file here and one line in
// table.def; the recurrent ones are models of their own too (models/recurrent.hpp).
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

  virtual void declare(const Options::Section& options) = 0;
  virtual void build(const Scope& scope, int inputs) = 0;
  virtual int outputs() const = 0;  // after build()

  // What is carried from step to step; the cell knows what each value means.
  using State = std::span<const Var>;
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
std::unique_ptr<Cell> make_cell(const std::string& name);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
