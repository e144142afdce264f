// A machine: a controller with a memory beside it. In every step
//   h = controller([x; r_1 .. r_R])       with the vectors read in the step before
//   r = memory(h)                         which is written too
//   output [h; r_1 .. r_R]
// Its state is what was read, then the state of the controller, then that of the memory.
#pragma once

#include <memory>

#include "memnet/cells/cell.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// Returns a machine. Its options `memory` and `controller` name an entry of the table of memories and of that of cells.
std::unique_ptr<Cell> make_machine_cell();

}  // namespace MEMNET_PRECISION
}  // namespace memnet
