// Finds stories that have the right format, but probably do not mean what the format says.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "tasks/babi/format/story.hpp"

namespace memnet::babi {

// Returns a sentence for each doubt about the stories of a file, which it calls `name`.
std::vector<std::string> doubts(std::span<const StoryText> stories, const std::string& name);

}  // namespace memnet::babi
