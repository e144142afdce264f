// Measures right answers to questions about stories, and the attention of hops to the supporting facts.
#pragma once

#include <cstdint>

#include "memnet/data/task.hpp"
#include "memnet/io/run_record.hpp"
#include "memnet/models/model.hpp"

namespace memnet {

// Measures the answers of a model to questions about stories, or to the steps of tasks with subtasks. Returns a row for
// each subtask, with
//   questions          their number
//   error_rate         the fraction of wrong answers; or, where answers are bits,
//   exact              the fraction of answers with all bits or numbers right
// and for a model with weightings over sentences, of the questions whose supporting facts are known:
//   hop0_supported, ...  how often the sentence with the largest weight of this hop is a supporting fact
//   all_found            how often each supporting fact has the largest weight of some hop
//   right_unsupported    of the right answers: the fraction without a supporting fact among those sentences
// Where it matters, there are also
//   unseen_answers       how many questions have an answer that no question of the training split has
//   all_findable         the largest possible all_found: the memory still holds all facts, and there is a hop for each
//   lost_facts           how many questions have a supporting fact that is older than the sentences in the memory
// The questions are those of the test split, or of `episodes` stories of the longest trained length where a task
// generates them without end. Returns no rows for a task with neither stories nor subtasks, and for a model that reads
// neither stories nor words.
RunRecord::NamedColumns measure_questions(const Task& task, const Model& model, const Params& params,
                                          std::uint64_t seed, int episodes);

}  // namespace memnet
