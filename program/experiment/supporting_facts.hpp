// How questions about stories are answered, and whether a model looked at what the answers rest on.
#pragma once

#include <cstdint>

#include "memnet/data/task.hpp"
#include "memnet/io/run_record.hpp"
#include "memnet/models/model.hpp"

namespace memnet {

// For each part of the task:
//   questions          that were asked
//   error_rate         wrong answers by questions; or, of questions that are answered by bits,
//   exact              those that get all their bits right
// and of a model that looks at sentences, over the questions whose supporting facts are known:
//   hop0_supported, …  how often the sentence that this hop looks at most is a supporting fact
//   all_found          how often every supporting fact is the one that some hop looks at most
//   right_unsupported  right answers where no hop looks most at a supporting fact, by right answers
// Asked are the questions of the test split, or, where a task makes stories without end, `episodes` of its longest
// trained length. Nothing, where a task tells no stories or the model does not read them as such or as words.
RunRecord::Figures measure_questions(const Task& task, const Model& model, const Params& params, std::uint64_t seed,
                                     int episodes);

}  // namespace memnet
