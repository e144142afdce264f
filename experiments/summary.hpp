// What a run came to, in text.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "experiments/experiment.hpp"
#include "memnet/io/run_record.hpp"

namespace memnet {

// A few lines, the length sweep, what the model costs and how its heads look.
std::string summary(const RunRecord& record);

// Prints the summary of a run that came to its end now, or had come to it before, and what to do next; not among lines
// of JSON.
void report_result(const Behaviour& behaviour, const RunRecord& record, const std::filesystem::path& folder);
void report_finished(const Behaviour& behaviour, const RunRecord& record, const std::filesystem::path& folder);

// A sweep as a table: a line for each length.
std::string sweep_table(const RunRecord::Sweeps& sweep, double longest_trained);

// How questions about stories were answered: a line for each part of the task.
std::string questions_table(const RunRecord::Figures& questions);

// Whether the best possible answers cost nothing. Where they cost something themselves (the task is not certain), what a
// model costs beyond that says more than its errors.
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

// The settings that make the record's experiment again, behind those that are already there. A record whose own
// settings make none is an Error of kind data.
std::vector<Setting> with_recorded(std::vector<Setting> settings, const RunRecord& record, const std::string& file);

}  // namespace memnet
