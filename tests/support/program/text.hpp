// Helpers for texts and files.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace memnet {

// Returns the content of a file.
std::string text_of(const std::filesystem::path& file);

// Returns true if `part` is in the text.
bool contains(const std::string& text, const std::string& part);

// Returns how often `part` is in the text.
std::size_t count_of(const std::string& text, const std::string& part);

// Returns the number of lines; the last one may lack its end.
std::size_t count_lines(const std::string& text);

// Returns the lines without their ends.
std::vector<std::string> lines_of(const std::string& text);

void sleep_milliseconds(int time);

}  // namespace memnet
