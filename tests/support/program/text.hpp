// What tests do with texts and files.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace memnet {

// Returns the content of a file.
std::string text_of(const std::filesystem::path& file);

bool contains(const std::string& text, const std::string& part);

// Returns how often a part is in a text.
std::size_t count_of(const std::string& text, const std::string& part);

// Returns the number of lines; the last one may lack its end.
std::size_t count_lines(const std::string& text);

std::vector<std::string> lines_of(const std::string& text);

void sleep_milliseconds(int time);

}  // namespace memnet
