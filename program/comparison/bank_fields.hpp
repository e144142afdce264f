// The results of a run, without its file, as named texts.
#pragma once

#include <map>
#include <string>

#include "memnet/io/run_record.hpp"

namespace memnet {

// The name of a value, such as "sweep.exact" or "cost.parameters", and the value.
using BankFields = std::map<std::string, std::string>;

// Returns what a comparison needs of a run: its options, builds, costs, sizes and times, the length sweep and the
// attention at its end, and its evaluations up to the criterion (criterion_curve()). Requires a run that is finished or
// diverged.
BankFields bank_fields(const RunRecord& record);

// Returns the record that has these values; the rest of it is empty. Throws an Error of kind data for fields that
// bank_fields() does not make.
RunRecord record_of_fields(const BankFields& fields);

}  // namespace memnet
