#include "memnet/data/criterion.hpp"

#include <fmt/format.h>

namespace memnet {
namespace {

constexpr CriterionEntry kCriteria[] = {
#define MEMNET_CRITERION(name, measure, comparison, limit, meaning) \
  {#name, #measure, [](const Measures& measures) { return measures.measure comparison limit; }, limit, meaning},
#include "memnet/data/criterion.def"
#undef MEMNET_CRITERION
};

}  // namespace

std::string CriterionEntry::in_words(const char* space) const {
  return fmt::format(fmt::runtime(meaning), limit, 100 * limit, space);
}

std::span<const CriterionEntry> all_criteria() { return kCriteria; }

const CriterionEntry& entry_of(Criterion criterion) { return kCriteria[static_cast<std::size_t>(criterion)]; }

}  // namespace memnet
