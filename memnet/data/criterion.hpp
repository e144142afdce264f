// The criteria by which tasks count as solved.
#pragma once

#include <span>
#include <string>

namespace memnet {

// When a task counts as solved, by its answers to new sequences of the longest trained length.
enum class Criterion {
#define MEMNET_CRITERION(name, measure, comparison, limit, meaning) name,
#include "memnet/data/criterion.def"
#undef MEMNET_CRITERION
};

// What criteria compare with their limits.
struct Measures {
  double exact = 0;        // fraction of sequences without a wrong answer
  double error_rate = 1;   // wrong answers per scored answer
  double excess_bits = 0;  // cost above that of the best possible answers, in bits per sequence
};

// A line of the table of criteria.
struct CriterionEntry {
  const char* name;
  const char* measure;  // the name of the metric that is compared
  bool (*is_met)(const Measures& measures);
  double limit;
  const char* meaning;

  // Returns the criterion in words. `space` is what separates a number and its "%".
  std::string in_words(const char* space) const;
};
std::span<const CriterionEntry> all_criteria();  // in the order of Criterion
const CriterionEntry& entry_of(Criterion criterion);

}  // namespace memnet
