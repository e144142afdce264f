// The best answer without a memory: what a model reaches that stores none of the items it is shown.
#pragma once

#include "memnet/data/task.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// Returns the wrong answers (bits, words or numbers) per sequence of this length of the best answer without a memory.
// For each bit it is the best of
//   - a constant for each answer of a sequence: the more frequent one, such as 0 for an end marker;
//   - the majority of one input channel over the steps that show items: the counts of ones alone give more than half of
//     the bits.
// For answers that are words it is the best of the most frequent word of the subtask, of the most frequent one for each
// answer of a sequence (by its number, and subtask), and of the word that the sequence shows most often among its
// items. For each number it is the mean. All are chosen on some episodes of the task, and their errors are counted on
// episodes of another random stream. The result is the same for every seed.
double errors_without_memory(const Task& task, int length);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
