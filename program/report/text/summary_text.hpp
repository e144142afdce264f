// The results of a run as text.
#pragma once

#include <filesystem>
#include <string>

#include "memnet/io/run_record.hpp"
#include "program/experiment/experiment.hpp"

namespace memnet {

// Returns the status of a run, its length sweep or else its last evaluation during training, its answers to questions
// and by part of the test, its cost and the attention of its heads.
std::string summary(const RunRecord& record);

// Prints the summary of a run that has just finished, and the command that shows its heads. Prints nothing if the log
// format is JSON.
void report_result(const Behavior& behavior, const RunRecord& record, const std::filesystem::path& folder);
// Does the same for a run that was already finished, and notes this in the log.
void report_finished(const Behavior& behavior, const RunRecord& record, const std::filesystem::path& folder);

// Returns a sweep as a table with a line for each length. Lengths above `longest_trained` are marked, and those at
// which the memory has fewer slots than there are items to store. Where answers are words, and uncertain, it has their
// perplexity, e to the power of the loss; where they are numbers, no cost in bits.
std::string sweep_table(const RunRecord::Sweeps& sweep, double longest_trained, TargetKind answers);

// Returns the answers to questions about stories as a table with a line for each part of the task; "" if there are
// none.
std::string questions_table(const RunRecord::NamedColumns& questions);

// Returns the answers that a model writes as a table with a line for each part of the test; "" if it writes none.
std::string parts_table(const RunRecord::NamedColumns& parts);

}  // namespace memnet
