// The check data of primitives: what their laws and micro-benchmarks need. Each primitive has one check_<name>() below
// its pullback; the tests and the benchmarks run over the whole table (table.def).
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "memnet/autodiff/tape.hpp"
#include "memnet/base/matrix.hpp"
#include "memnet/base/random.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// The set that an argument is sampled from.
enum class Domain {
  real,          // normal numbers
  nonzero,       // normal numbers at least 0.1 away from 0, for functions with a kink there
  unit,          // (0.05, 0.95)
  positive,      // (0.2, 3)
  at_least_one,  // (1.05, 4)
  simplex,       // positive numbers that sum to one
  bits,          // 0 or 1; never differentiated
  data,          // normal numbers; never differentiated
  index,         // a whole number below the size of the first argument; never differentiated
};

struct OpCheck {
  struct Argument {
    const char* name;
    const char* shape;  // letters, as in the primitive's own check
    Domain domain = Domain::real;
  };
  using Values = std::vector<Matrix>;
  using Sizes = std::vector<std::pair<char, int>>;  // of letters

  const char* name;
  std::vector<Argument> arguments;
  // The size of each letter, in the laws and in the benchmark.
  Sizes sizes, bench_sizes;
  // The primitive, applied to its arguments in order.
  std::function<std::vector<Var>(std::span<const Var>)> apply;
  // The same computation for one example, as naive loops.
  std::function<Values(const Values&)> reference;
  // Extreme inputs, for which value and gradient have to stay finite, and values those of the reference, if it has any.
  struct Stress {
    const char* what;
    std::function<void(Values&)> change;
  };
  std::vector<Stress> stress = {};
  // The largest relative error of a gradient against finite differences.
  double tolerance = 1e-6;
};

struct OpEntry {
  const char* name;
  OpCheck (*check)();
};

// All primitives, in the order of table.def.
std::span<const OpEntry> all_ops();

// Return a stress that multiplies all numbers of an argument by `factor`, or sets them to `number`.
OpCheck::Stress scale_argument(const char* what, std::size_t argument, double factor);
OpCheck::Stress fill_argument(const char* what, std::size_t argument, double number);

// Returns whether arguments of this domain are data, which get no gradient.
bool is_data(Domain domain);

// Returns the size of a letter of a shape: 1 for '1', and for the end of a shape. Requires that `sizes` has the letter.
int size_of(const OpCheck::Sizes& sizes, char letter);

// Returns one random example of an argument; `classes` is the number of classes of Domain::index.
Matrix sample(Domain domain, int rows, int cols, int classes, RandomStream& stream);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
