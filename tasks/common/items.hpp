// The items of a sequence: random bit vectors, or symbols of an alphabet.
#pragma once

#include <fmt/format.h>

#include <string>

#include "memnet/data/task.hpp"
#include "tasks/common/bits.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// Returns the name of a symbol: a to z, then s27, s28, ...
inline std::string symbol_name(int number) {
  return number <= 26 ? std::string(1, static_cast<char>('a' + number - 1)) : fmt::format("s{}", number);
}

// With symbols, the inputs of an episode are words 1 .. symbols, and one further word for a delimiter; answers are
// words too. Without, both are vectors of bits, and the delimiter has a channel of its own.
class Items {
 public:
  explicit Items(int symbols) : symbols_(symbols) {}

  void declare(const Options::Section& options) {
    options.add("bits", bits_, 1, 64, "number of bits in a vector");
    options.add("symbols", symbols_, 0, 10000,
                "number of symbols in the alphabet of the sequences; 0: sequences are of vectors of bits instead");
  }

  // Sets the sizes of inputs and answers.
  TaskSpec spec(int shortest, int longest) const {
    TaskSpec spec{.inputs = delimiter() + 1, .outputs = bits_, .shortest = shortest, .longest = longest};
    if (symbols_ == 0) return spec;
    spec.outputs = spec.input_words = spec.inputs = symbols_ + 1;
    spec.answers = TargetKind::word;
    return spec;
  }
  void assign(Episode& episode, int steps) const {
    episode.assign(rows(delimiter() + 1), rows(bits_), steps);
    if (symbols_ == 0) return;
    episode.answers = TargetKind::word;
    episode.input_words = symbols_ + 1;
  }

  // Shows a random item at step t.
  void sample(RandomStream& stream, Episode& episode, int t) const {
    if (symbols_ > 0)
      episode.inputs(0, t) = static_cast<Scalar>(stream.between(1, symbols_));
    else
      sample_bits(stream, part(episode.inputs, t, 0, bits_));
  }
  // Shows the delimiter at step t.
  void show_delimiter(Episode& episode, int t) const {
    if (symbols_ > 0)
      episode.inputs(0, t) = static_cast<Scalar>(symbols_ + 1);
    else
      episode.inputs(delimiter(), t) = 1;
  }
  // Returns the step that shows the delimiter; the number of steps if none does.
  int find_delimiter(const Matrix& inputs) const {
    if (symbols_ == 0) return find_mark(inputs, delimiter());
    int t = 0;
    while (t < inputs.cols() && inputs(0, t) != static_cast<Scalar>(symbols_ + 1)) ++t;
    return t;
  }
  // Makes the item of step `from` the target of step `to`.
  void ask(Episode& episode, int from, int to) const {
    copy_bits(part(episode.inputs, from, 0, rows(bits_)), episode.targets.column(to));
  }
  // Returns answers [outputs, T] without any item, and writes that of step `from` into step `to`.
  Matrix empty_answer(int steps) const { return Matrix(symbols_ > 0 ? symbols_ + 1 : bits_, steps); }
  void answer(Matrix& answer, const Matrix& inputs, int from, int to) const {
    if (symbols_ > 0)
      answer(static_cast<int>(inputs(0, from)), to) = 1;
    else
      copy_bits(part(inputs, from, 0, bits_), answer.column(to));
  }

  // A guess gets each bit right with probability 1/2, and a symbol with 1 / symbols.
  double chance_errors() const { return symbols_ > 0 ? 1 - 1.0 / symbols_ : 0.5 * bits_; }

  // Returns the number of symbols; 0 if items are vectors of bits.
  int symbols() const { return symbols_; }

  std::string word(int number) const { return number == symbols_ + 1 ? "|" : symbol_name(number); }

 private:
  int rows(int of_bits) const { return symbols_ > 0 ? 1 : of_bits; }
  int delimiter() const { return bits_; }

  int bits_ = 8;
  int symbols_;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
