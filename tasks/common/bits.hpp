// Random bits, and columns of a matrix that hold them.
#pragma once

#include <algorithm>
#include <span>
#include <string>

#include "memnet/base/error.hpp"
#include "memnet/base/matrix.hpp"
#include "memnet/base/random.hpp"
#include "memnet/data/story.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// Some rows of a column.
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

// The first of the columns whose rows there hold `bits`; `columns` if there is none.
inline int find_bits(const Matrix& matrix, int columns, int first_row, std::span<const Scalar> bits) {
  int column = 0;
  while (column < columns && !std::ranges::equal(part(matrix, column, first_row, static_cast<int>(bits.size())), bits))
    ++column;
  return column;
}

// The first step that is marked on this channel; the number of steps if none is.
inline int find_mark(const Matrix& inputs, int channel) {
  int t = 0;
  while (t < inputs.cols() && inputs(channel, t) == 0) ++t;
  return t;
}

// Bits for a column that no column before it has in the same rows.
inline void draw_new_bits(RandomStream& stream, Matrix& matrix, int column, int first_row, int rows) {
  const std::span<Scalar> bits = part(matrix, column, first_row, rows);
  do sample_bits(stream, bits);
  while (find_bits(matrix, column, first_row, bits) < column);
}

// Each item of an episode needs a code of its own.
inline void check_codes(const char* task, const char* option, int bits, int length) {
  if (bits < 31 && length > 1 << bits)
    fail(ErrorKind::usage, "{}: length {} needs as many different codes, and task.{} = {} gives {}; raise it", task,
         length, option, bits, 1 << bits);
}

// Bits as words, for a task that is also told as a story: in each place of a sentence stands one of two words, numbered
// from 1.
inline int words_for(int places) { return 2 * places; }
inline void say_bits(RaggedArray& sentences, std::span<const Scalar> bits, int first_place) {
  for (const Scalar bit : bits) sentences.add(words_for(first_place++) + (bit == 1 ? 2 : 1));
}
inline std::string word_for_bit(int number) { return fmt::format("bit{}={}", (number - 1) / 2, (number - 1) % 2); }

// An item 1..items that no step asks for so far.
inline int draw_unasked(RandomStream& stream, const Matrix& asks, int items) {
  for (;;) {
    const int item = stream.between(1, items);
    if (std::ranges::find(asks.numbers(), static_cast<Scalar>(item)) == asks.numbers().end()) return item;
  }
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
