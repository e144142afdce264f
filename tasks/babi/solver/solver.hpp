// Answers questions from the text alone. It knows nothing about how stories are made: it reads sentences, with words of
// its own, and so proves that what the generator asks has one answer, and that it is the one given.
#pragma once

#include <span>
#include <string>

#include "tasks/babi/format/story.hpp"

namespace memnet::babi {

// The answer word (words.hpp) to a question about what stands before it; "" where that does not tell.
std::string solve(int task, std::span<const Line> before, const std::string& question);

}  // namespace memnet::babi
