#include "tasks/babi/format/reader.hpp"

#include <algorithm>
#include <fstream>

#include "memnet/base/error.hpp"
#include "memnet/base/utf8.hpp"
#include "tasks/babi/format/lines.hpp"

namespace memnet::babi {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMostBytes = 100'000'000;  // of a file; the largest released one has 5 million

// Returns a line of a story; nothing for a blank line.
std::optional<StoryLine> read_line(const LineReader& reader, std::string_view text) {
  std::optional<StoryLine> line = reader.read(text);
  if (line && line->is_question && line->line.answer.empty())
    fail(ErrorKind::data,
         "the question has no answer; expected a TAB and the answer after it, and then, if they are known, a TAB and "
         "the numbers of the supporting lines");
  return line;
}

}  // namespace

std::vector<StoryText> parse_stories(std::string_view text, const std::string& name) {
  text = without_byte_order_mark(text);
  if (text.empty()) fail(ErrorKind::data, "{}: is empty; expected stories, as in the released bAbI files", name);
  LineReader reader(LineReader::Numbers::required);
  std::vector<StoryText> stories;
  bool has_question = false;
  std::string_view rest = text;
  for (int number = 1; !rest.empty(); ++number) {
    std::optional<StoryLine> line;
    try {
      line = read_line(reader, cut_line(rest));
    } catch (const Error& error) {
      refuse_other_forms(text, name);
      fail(error.kind(), "{}:{}: {}", name, number, error.what());
    }
    if (!line) continue;
    reader.accept(*line);
    if (line->starts_story) stories.emplace_back();
    stories.back().push_back(std::move(line->line));
    has_question = has_question || line->is_question;
  }
  if (!has_question)
    fail(ErrorKind::data, "{}: holds no question; expected stories, as in the released bAbI files", name);
  return stories;
}

std::vector<StoryText> read_stories(const fs::path& file) {
  const std::string name = file.string();
  std::error_code problem;
  if (!fs::is_regular_file(file, problem))
    fail(ErrorKind::data,
         "{}: is no file; expected one of the released bAbI files, such as "
         "qa1_single-supporting-fact_train.txt",
         name);
  const std::uintmax_t bytes = fs::file_size(file, problem);
  if (problem || bytes > kMostBytes)
    fail(ErrorKind::data, "{}: has {} bytes, but no file of stories has more than {}; is this the right file?", name,
         bytes, kMostBytes);
  std::string text(bytes, '\0');
  std::ifstream stream(file, std::ios::binary);
  if (!stream.read(text.data(), static_cast<std::streamsize>(bytes)))
    fail(ErrorKind::data, "{}: cannot be read; may this user read it?", name);
  return parse_stories(text, name);
}

}  // namespace memnet::babi
