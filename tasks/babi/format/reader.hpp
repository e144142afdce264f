// Reads files of the released format, a line for each statement (`1 Mary moved to the bathroom.`) and each question
// (`3 Where is Mary? <TAB>bathroom<TAB>1`); number 1 starts a new story.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "tasks/babi/format/story.hpp"

namespace memnet::babi {

// Files are not trusted: whatever is not of that format is an Error of kind data that says where and what. Only the
// newline at the very end may be missing.
std::vector<Story> read_stories(const std::filesystem::path& file);

// The same from text in memory; `name` is what errors call it.
std::vector<Story> parse_stories(std::string_view text, const std::string& name);

}  // namespace memnet::babi
