// Looks up values in the record of a run.
#pragma once

#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "memnet/data/task.hpp"
#include "memnet/io/run_record.hpp"

namespace memnet {

// A number that was not measured.
inline constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

// Requires a record whose file has the format that this version writes. Throws an Error of kind data that says which
// version wrote `file` and what to do otherwise; `command` is what asks for it.
void require_current_format(const RunRecord& record, const std::string& file, const std::string& command);

// Whether the best possible answers cost nothing. Where they cost something themselves (the task is not certain), what
// a model costs beyond that says more than its errors.
bool best_is_free(const RunRecord::Sweeps& sweep);

// Are its answers words, one for a question? Then errors are best shown as a fraction of the questions.
bool answers_words(const RunRecord& record);

// The number of a metric in a sweep with one moment; NaN where it was not recorded.
double metric(const RunRecord::Sweeps& sweep, const std::string& name, std::size_t length_index);

// An option of the run as it was resolved, or "".
std::string recorded_option(const RunRecord& record, const std::string& name);

// What was measured about the time it took ("seconds", "threads", ...), or "".
std::string recorded_timing(const RunRecord& record, const std::string& name);

// The task of the run. Options that make none are an Error.
std::unique_ptr<Task> recorded_task(const RunRecord& record);

// One of the record's costs or counters; NaN where it was not recorded.
double recorded_number(const std::vector<std::pair<std::string, double>>& list, const std::string& name);

}  // namespace memnet
