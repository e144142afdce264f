// Reads values of a run's record by their names.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "memnet/io/run_record.hpp"
#include "program/records/scheme_name.hpp"

namespace memnet {

// Stands for a number that was not measured.
inline constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

// Throws an Error of kind data unless the record is from a file of the format that this version writes. The message
// names the version that wrote `file`, and what can be done. `command` is the command that requires the present format.
void require_current_format(const RunRecord& record, const std::string& file, const std::string& command);

// Returns true if the run has a result: it is finished or diverged.
bool has_result(const RunRecord& record);

// Returns true if the best possible answers have no cost. Otherwise (on a task without certain answers) the cost above
// the best possible is a better measure of a model than its errors.
bool best_is_free(const RunRecord::Sweeps& sweep);

// Returns true if an answer of the task is one word for each question. Then errors are best shown as a fraction of the
// questions.
bool answers_words(const RunRecord& record);

// Returns one value of a metric of a sweep; kMissing if it was not recorded. In a sweep of one evaluation the index is
// that of the length; otherwise it is that of the evaluation times the number of lengths, plus that of the length.
double metric(const RunRecord::Sweeps& sweep, const std::string& name, std::size_t index);

// Returns the text that belongs to a name, "" if there is none.
std::string find_text(const NamedTexts& pairs, const std::string& name);

// Returns the last part of the name of an option: "slots" of "model.slots".
std::string_view last_part(std::string_view option);

// Returns an option of the run as text, "" if there is none; or as a number, nothing if it is not one.
std::string recorded_option(const RunRecord& record, const std::string& name);
std::optional<double> recorded_option_number(const RunRecord& record, const std::string& name);
std::uint64_t recorded_seed(const RunRecord& record);
SchemeName recorded_scheme(const RunRecord& record);

// Returns a value of the group `timing` ("threads", "published", ...), "" if there is none.
std::string recorded_timing(const RunRecord& record, const std::string& name);
// Returns the seconds that training took, nothing if they are not recorded.
std::optional<double> recorded_seconds(const RunRecord& record);

// Returns one of the record's costs or counters; kMissing if it was not recorded.
double recorded_number(const std::vector<std::pair<std::string, double>>& list, const std::string& name);

}  // namespace memnet
