// Reads stories in the format of the released files: one line for each statement (`1 Mary moved to the bathroom.`) and
// each question (`3 Where is Mary? <TAB>bathroom<TAB>1`). The line number 1 starts a new story. The numbers of the
// supporting lines may be missing; columns behind them are passed over.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "tasks/babi/format/story.hpp"

namespace memnet::babi {

// Returns the stories of a file. Throws an Error of kind data, with the line and the reason, if the file does not have
// this format. Blank lines, and what lines.hpp lists, do not matter.
std::vector<StoryText> read_stories(const std::filesystem::path& file);

// Returns the stories of a text in memory. Throws like read_stories(); errors call the text `name`.
std::vector<StoryText> parse_stories(std::string_view text, const std::string& name);

}  // namespace memnet::babi
