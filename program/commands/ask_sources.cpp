#include "program/commands/ask_sources.hpp"

#include <algorithm>
#include <vector>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"
#include "memnet/base/utf8.hpp"
#include "program/commands/ask_dialog.hpp"
#include "program/experiment/written_answer.hpp"
#include "program/report/text/alignment_text.hpp"
#include "program/text/printable.hpp"
#include "tasks/pairs/words.hpp"

namespace memnet {
namespace {

// Sources, a line each, and the model that answers them.
class SourceConversation final : public Conversation {
 public:
  // `unit` is the task.unit of the run; "" if its task has no such option.
  SourceConversation(const Experiment& experiment, std::string unit, int longest, bool draws)
      : experiment_(experiment),
        spec_(experiment.task->spec()),
        unit_(std::move(unit)),
        longest_(longest),
        draws_(draws) {
    for (int number = 1; number <= spec_.words; ++number) words_.push_back(experiment.task->word(number));
    has_blanks_ = unit_ == "characters" && knows(pairs::kBlank);
  }

  // Returns the words of the answer to a source, between blanks, and a picture of where they look if one is wanted; an
  // empty line for an empty line.
  std::string read_line(std::string_view line) override {
    ++lines_;
    if (const std::string problem = problem_of_text(line); !problem.empty()) fail(ErrorKind::data, "{}", problem);
    const std::vector<int> source = numbers_of(line);
    if (source.empty()) return "\n";
    const WrittenAnswer written = answer_source(experiment_, source, longest_, experiment_.evaluate.beam);
    std::string text;
    for (const int word : written.words) append_item(text, printable(experiment_.task->answer_word(word)), " ");
    if (!written.has_ended) text += " ...";
    text += "\n";
    return draws_ ? text + draw_alignments(trace_answer(experiment_, source, written)) : text;
  }
  std::string prompt() const override { return "> "; }
  std::string missing(bool) const override { return lines_ > 0 ? "" : "contains no line; expected a source on each"; }

 private:
  bool knows(std::string_view word) const { return std::ranges::find(words_, word) != words_.end(); }

  static std::size_t first_letter(std::string_view text) { return std::max<std::size_t>(character_length(text), 1); }

  // Returns true if the characters between two blanks are words: by task.unit, or if they are unknown as a word and
  // there are words of one letter among them.
  bool is_cut(std::string_view part) const {
    if (!unit_.empty()) return unit_ == "characters";
    if (knows(part)) return false;
    for (std::string_view rest = part; !rest.empty(); rest.remove_prefix(first_letter(rest)))
      if (knows(rest.substr(0, first_letter(rest)))) return true;
    return false;
  }

  std::vector<int> numbers_of(std::string_view line) const {
    std::vector<int> numbers;
    for (const std::string& part : split_text(line, ' ')) {
      if (has_blanks_ && !numbers.empty()) numbers.push_back(number_of(pairs::kBlank));
      const bool cut = is_cut(part);
      for (std::string_view rest = part; !rest.empty();) {
        const std::size_t length = cut ? first_letter(rest) : rest.size();
        numbers.push_back(number_of(rest.substr(0, length)));
        rest.remove_prefix(length);
      }
    }
    return numbers;
  }

  int number_of(std::string_view word) const {
    auto found = std::ranges::find(words_, word);
    if (found == words_.end()) found = std::ranges::find(words_, pairs::Vocabulary::kUnknown);
    if (found == words_.end())
      fail(ErrorKind::data, "'{}' is no word of the sources of task = {}, which have {}; use other words",
           excerpt(word), experiment_.task_name, words_.size());
    return static_cast<int>(found - words_.begin()) + 1;
  }

  const Experiment& experiment_;
  const TaskSpec spec_;
  const std::string unit_;
  int longest_;
  bool draws_;
  bool has_blanks_ = false;
  std::vector<std::string> words_;
  int lines_ = 0;
};

}  // namespace

void ask_sources(const Experiment& experiment, const std::string& unit, const std::string& file, int longest,
                 bool draws) {
  SourceConversation conversation(experiment, unit, longest, draws || is_typed(file));
  read_lines(conversation, file);
}

}  // namespace memnet
