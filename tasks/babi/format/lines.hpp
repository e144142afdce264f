// The lines of a story: what each one is, and where its story starts. Text from any editor is read: lines end with LF,
// CR LF or CR, and blanks at the ends of a line and between its words do not matter.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "tasks/babi/format/story.hpp"

namespace memnet::babi {

// Removes the first line of the text, and returns it without its end. `text` is not empty.
std::string_view cut_line(std::string_view& text);

// A sentence or a question.
struct StoryLine {
  Line line;                  // the answer of a question is empty if the line gives none
  bool is_question = false;   // its text ends with a question mark
  bool is_numbered = false;   // a number stands before it, which is not part of its text
  bool starts_story = false;  // the lines before it belong to another story
};

// Reads the lines of a text one after the other. If the first line of a story has the number 1 before it, all its lines
// are numbered, and the next number 1 starts a new story.
class LineReader {
 public:
  enum class Numbers {
    required,  // as in the released files
    optional,  // a story may also have lines without numbers
  };
  explicit LineReader(Numbers numbers) : numbers_(numbers) {}

  // Returns what this line is after those that were accepted; nothing for a blank line. Throws an Error of kind data,
  // which says what is wrong but not in which line.
  std::optional<StoryLine> read(std::string_view line) const;
  // Adds a line that was read to the story.
  void accept(const StoryLine& line);
  // Ends the story: the next line starts a new one, unless its number continues this one.
  void end_story() { ended_ = true; }

 private:
  void place(std::string_view& text, StoryLine& line) const;
  std::vector<int> supports(std::string_view list, std::size_t lines_before) const;

  Numbers numbers_;
  bool numbered_ = false, ended_ = true;
  std::vector<bool> questions_;  // for each line of the story: whether it is a question
};

// Throws an Error of kind data, which starts with `name` and a line, if a text that is no story is a dialogue or a
// cloze test.
void refuse_other_forms(std::string_view text, std::string_view name);

}  // namespace memnet::babi
