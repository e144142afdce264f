#include "tasks/babi/format/story.hpp"

#include <fmt/ranges.h>

#include "memnet/base/digest.hpp"

namespace memnet::babi {

std::string digest_of(const std::vector<StoryText>& stories) {
  std::string content;
  for (const StoryText& story : stories) {
    for (const Line& line : story)
      content += fmt::format("{}\t{}\t{}\n", line.text, line.answer, fmt::join(line.supports, " "));
    content += '\n';
  }
  return digest(content);
}

}  // namespace memnet::babi
