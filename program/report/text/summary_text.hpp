// What a run came to, in text.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "memnet/io/run_record.hpp"
#include "program/experiment/experiment.hpp"

namespace memnet {

// A few lines, the length sweep, what the model costs and how its heads look.
std::string summary(const RunRecord& record);

// Prints the summary of a run that came to its end now, or had come to it before, and what to do next; not among lines
// of JSON.
void report_result(const Behavior& behavior, const RunRecord& record, const std::filesystem::path& folder);
void report_finished(const Behavior& behavior, const RunRecord& record, const std::filesystem::path& folder);

// A sweep as a table: a line for each length.
std::string sweep_table(const RunRecord::Sweeps& sweep, double longest_trained);

// How questions about stories were answered: a line for each part of the task.
std::string questions_table(const RunRecord::NamedColumns& questions);

}  // namespace memnet
