// Parameters that hold blocks of the arrays of a golden file side by side, or, transposed, below each other.
#pragma once

#include <string>
#include <vector>

#include "tests/parity/parity.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// A parameter, and the blocks.
struct Blocks {
  struct Block {
    std::string golden;
    int first_row = 0, rows = -1, first_column = 0, columns = -1;  // -1: all from the first on
  };
  std::string ours;
  std::vector<Block> blocks;
  bool transposed = false;

  Matrix read(const GoldenFile& file, const std::string& group) const {
    std::vector<std::vector<double>> columns;
    for (const Block& block : blocks) {
      const GoldenArray array = file.array(group + "/" + block.golden);
      const int width = array.shape.size() > 1 ? array.shape[1] : 1, height = array.shape[0];
      const int end_row = block.rows < 0 ? height : block.first_row + block.rows,
                end_column = block.columns < 0 ? width : block.first_column + block.columns;
      for (int j = block.first_column; j < end_column; ++j) {
        std::vector<double>& column = columns.emplace_back();
        for (int i = block.first_row; i < end_row; ++i) column.push_back(array.numbers[index(i * width + j)]);
      }
    }
    const int rows = static_cast<int>(columns.front().size()), cols = static_cast<int>(columns.size());
    Matrix joined(transposed ? cols : rows, transposed ? rows : cols);
    for (int i = 0; i < rows; ++i)
      for (int j = 0; j < cols; ++j) (transposed ? joined(j, i) : joined(i, j)) = columns[index(j)][index(i)];
    return joined;
  }
};

inline void append(std::vector<Blocks>& all, const std::vector<Blocks>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
