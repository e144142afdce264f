// Parameters that are blocks of rows and columns of the arrays of a golden file.
#pragma once

#include <string>
#include <vector>

#include "tests/parity/row_blocks.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// Blocks of arrays of the file that are side by side in a parameter, or, transposed, below each other.
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

// Returns the parameters of an LSTM.
inline std::vector<Blocks> lstm_blocks(const std::string& ours, const std::string& golden) {
  return {{ours + "/weights", {{golden + "/W_x"}, {golden + "/W_h"}}}, {ours + "/bias", {{golden + "/b"}}}};
}

inline void append(std::vector<Blocks>& all, const std::vector<Blocks>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
