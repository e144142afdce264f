// What a primitive's laws need to know of it. Each primitive has one check_<name>() below its pullback; the tests, and
// the micro-benchmarks, run over the whole table (table.def).
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "memnet/autodiff/tape.hpp"
#include "memnet/base/matrix.hpp"
#include "memnet/base/random.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// The set that an argument is drawn from.
enum class Domain {
  real,          // normal numbers
  nonzero,       // normal numbers at least 0.1 away from 0, where a kink sits
  unit,          // (0.05, 0.95)
  positive,      // (0.2, 3)
  at_least_one,  // (1.05, 4)
  simplex,       // positive numbers that sum to one
  bits,          // 0 or 1; never differentiated
  index,         // a whole number below the size of the first argument; never differentiated
};

struct OpCheck {
  struct Argument {
    const char* name;
    const char* shape;  // letters, as in the primitive's own check
    Domain domain = Domain::real;
  };
  using Values = std::vector<Matrix>;

  const char* name;
  std::vector<Argument> arguments;
  // What each letter stands for in the laws, and in the benchmark.
  std::vector<std::pair<char, int>> sizes, bench_sizes;
  // The primitive, applied to its arguments in order.
  std::function<std::vector<Var>(std::span<const Var>)> apply;
  // The same for one example, in naive loops.
  std::function<Values(const Values&)> reference;
  // Inputs that break careless code: value and gradient have to stay finite.
  struct Stress {
    const char* what;
    std::function<void(Values&)> change;
  };
  std::vector<Stress> stress = {};
  // A gradient may be less exact where a domain is curved; most need no more than this.
  double tolerance = 1e-6;
};

struct OpEntry {
  const char* name;
  OpCheck (*check)();
};

// All primitives, in the order of table.def.
std::span<const OpEntry> all_ops();

// Draws one example of an argument.
Matrix draw(Domain domain, int rows, int cols, int classes, RandomStream& stream);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
