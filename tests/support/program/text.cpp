#include "tests/support/program/text.hpp"

#include <chrono>
#include <fstream>
#include <sstream>
#include <thread>

namespace memnet {

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
  return count;
}

std::size_t count_lines(const std::string& text) { return lines_of(text).size(); }

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

void sleep_milliseconds(int time) { std::this_thread::sleep_for(std::chrono::milliseconds(time)); }

}  // namespace memnet
