#include "tasks/babi/writer.hpp"

#include <fmt/format.h>

#include <iterator>

#include "tasks/babi/twenty_tasks.hpp"

namespace memnet::babi {

std::string format_stories(int task, std::span<const StoryText> stories) {
  const std::string_view gap = find_task(task).gap;
  std::string text;
  const auto end = std::back_inserter(text);
  for (const StoryText& story : stories) {
    int number = 0;
    for (const Line& line : story) {
      fmt::format_to(end, "{} {}", ++number, line.text);
      if (line.is_question()) fmt::format_to(end, "{}\t{}\t{}", gap, line.answer, fmt::join(line.supports, " "));
      text += '\n';
    }
  }
  return text;
}

}  // namespace memnet::babi
