#include "memnet/base/table.hpp"
#include "memnet/cells/cell.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

#define MEMNET_CELL(name, meaning) std::unique_ptr<Cell> make_##name##_cell();
#include "memnet/cells/table.def"
#undef MEMNET_CELL

std::span<const CellEntry> all_cells() {
  static constexpr CellEntry kCells[] = {
#define MEMNET_CELL(name, meaning) {#name, meaning, make_##name##_cell},
#include "memnet/cells/table.def"
#undef MEMNET_CELL
  };
  return kCells;
}

std::unique_ptr<Cell> make_cell(const std::string& name) { return find_entry(all_cells(), name, "controller").make(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
