// Writes episodes of any task of words as pairs, in the form that reader.hpp reads.
#pragma once

#include <string>

#include "memnet/data/task.hpp"

namespace memnet::pairs {
inline namespace MEMNET_PRECISION {

// True if the episodes of the task are words, and so are their answers.
bool can_be_pairs(const TaskSpec& spec);

// Returns an episode as a line, source TAB target, with blanks between words.
//   a source      its words; the target without its end mark
//   a story       the words of its sentences, each with a "." behind it, and of its questions, each with a "?"; the
//                 target is their answers
//   a sequence    the words that it shows up to the last one, "_" where it shows none; the target is its scored answers
// Requires an episode in the form of a context, if the task has one, of a task that can_be_pairs(). Throws an Error of
// kind data if the spelling of a word has a blank or a TAB.
std::string pair_line(const Task& task, const Episode& episode);

}  // namespace MEMNET_PRECISION
}  // namespace memnet::pairs
