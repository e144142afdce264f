// Writes stories in the released format, to the byte: what a released file holds is written again as it was.
#pragma once

#include <span>
#include <string>

#include "tasks/babi/format/story.hpp"

namespace memnet::babi {

std::string text_of(int task, std::span<const Story> stories);

}  // namespace memnet::babi
