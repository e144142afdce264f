// Random bits, and columns of a matrix that contain them.
#pragma once

#include <algorithm>
#include <span>
#include <string>

#include "memnet/base/error.hpp"
#include "memnet/base/matrix.hpp"
#include "memnet/base/random.hpp"
#include "memnet/data/context.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// The rows first_row .. first_row + rows - 1 of a column.
inline std::span<Scalar> part(Matrix& matrix, int column, int first_row, int rows) {
  return matrix.column(column).subspan(static_cast<std::size_t>(first_row), static_cast<std::size_t>(rows));
}
inline std::span<const Scalar> part(const Matrix& matrix, int column, int first_row, int rows) {
  return matrix.column(column).subspan(static_cast<std::size_t>(first_row), static_cast<std::size_t>(rows));
}

inline void copy_bits(std::span<const Scalar> from, std::span<Scalar> to) { std::ranges::copy(from, to.begin()); }

inline void sample_bits(RandomStream& stream, std::span<Scalar> bits) {
  for (Scalar& bit : bits) bit = stream.coin() ? 1 : 0;
}

// Returns the first of so many columns that contains `bits` from row `first_row` on; `columns` if none does.
inline int find_bits(const Matrix& matrix, int columns, int first_row, std::span<const Scalar> bits) {
  int column = 0;
  while (column < columns && !std::ranges::equal(part(matrix, column, first_row, static_cast<int>(bits.size())), bits))
    ++column;
  return column;
}

// Returns the first step where this input channel is not 0; the number of steps if there is none.
inline int find_mark(const Matrix& inputs, int channel) {
  int t = 0;
  while (t < inputs.cols() && inputs(channel, t) == 0) ++t;
  return t;
}

// Samples bits for a column, different from those of all columns before it in the same rows.
inline void sample_new_bits(RandomStream& stream, Matrix& matrix, int column, int first_row, int rows) {
  const std::span<Scalar> bits = part(matrix, column, first_row, rows);
  do sample_bits(stream, bits);
  while (find_bits(matrix, column, first_row, bits) < column);
}

// Throws an Error of kind usage if there are fewer codes of so many bits than items in an episode of this length.
inline void check_codes(const char* task, const char* option, int bits, int length) {
  if (bits < 31 && length > 1 << bits)
    fail(ErrorKind::usage, "{}: length {} needs as many different codes, and task.{} = {} gives {}; raise it", task,
         length, option, bits, 1 << bits);
}

// Bits as words, for tasks that also have the form of a story: each position of a sentence has one of two words.
// Words are numbered from 1. Example: the bits 0 1 from position 0 on are the words 1 and 4, "bit0=0" and "bit1=1".
inline int words_for(int positions) { return 2 * positions; }
inline void add_bits(RaggedArray& sentences, std::span<const Scalar> bits, int first_position) {
  for (const Scalar bit : bits) sentences.add(words_for(first_position++) + (bit == 1 ? 2 : 1));
}
inline std::string word_for_bit(int number) { return fmt::format("bit{}={}", (number - 1) / 2, (number - 1) % 2); }

// Samples one of the items 1..items that was not queried yet.
inline int sample_unasked(RandomStream& stream, const Matrix& item_asked, int items) {
  for (;;) {
    const int item = stream.between(1, items);
    if (std::ranges::find(item_asked.numbers(), static_cast<Scalar>(item)) == item_asked.numbers().end()) return item;
  }
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
