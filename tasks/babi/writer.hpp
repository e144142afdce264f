// Formats stories as the released files do. A released file that is read and formatted again is the same byte for byte.
#pragma once

#include <span>
#include <string>

#include "tasks/babi/format/story.hpp"

namespace memnet::babi {

// Returns the text of a file with these stories of a task.
std::string format_stories(int task, std::span<const StoryText> stories);

}  // namespace memnet::babi
