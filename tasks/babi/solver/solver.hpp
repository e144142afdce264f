// Answers questions from the text alone. The solver shares no code with the generators, so its agreement with them
// shows that each question has exactly one answer, and that the generated answer is this one.
#pragma once

#include <span>
#include <string>

#include "tasks/babi/format/story.hpp"

namespace memnet::babi {

// Returns the answer word (see words.hpp) to a question about the lines before it; "" if the answer does not follow
// from them, or if the task is none of the twenty.
std::string solve(int task, std::span<const Line> before, const std::string& question);

}  // namespace memnet::babi
