#include "program/commands/ask_sources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"
#include "memnet/base/utf8.hpp"
#include "program/commands/ask_dialog.hpp"
#include "program/experiment/written_answer.hpp"
#include "program/report/text/alignment_text.hpp"
#include "program/text/printable.hpp"
#include "tasks/pairs/reader.hpp"
#include "tasks/pairs/words.hpp"

namespace memnet {
namespace {

// The words of one side, sources or answers, and how a text is cut into them.
class SideWords {
 public:
  // `unit` is the task.unit of the run; "" if its task has no such option. `whose` is "sources" or "answers".
  SideWords(std::string task, const char* whose, std::string unit, std::vector<std::string> words)
      : task_(std::move(task)), whose_(whose), unit_(std::move(unit)), words_(std::move(words)) {}

  // Returns the numbers of the words of a text. Blanks are words only between parts that are cut: "May 3" has one, and
  // "M a y \u2423 3" is the same. Throws an Error of kind data for a word that is not known, if the task has no word
  // for those.
  std::vector<int> numbers_of(std::string_view text) const {
    std::vector<int> numbers;
    const std::vector<std::string> parts = split_text(text, ' ');
    const bool has_blanks =
        knows(pairs::kBlank) && std::ranges::any_of(parts, [this](const std::string& part) { return is_cut(part); });
    for (const std::string& part : parts) {
      if (has_blanks && !numbers.empty()) numbers.push_back(number_of(pairs::kBlank));
      const bool cut = is_cut(part);
      for (std::string_view rest = part; !rest.empty();) {
        const std::size_t length = cut ? first_letter(rest) : rest.size();
        numbers.push_back(number_of(rest.substr(0, length)));
        rest.remove_prefix(length);
      }
    }
    return numbers;
  }

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

  int number_of(std::string_view word) const {
    auto found = std::ranges::find(words_, word);
    if (found == words_.end()) found = std::ranges::find(words_, pairs::Vocabulary::kUnknown);
    if (found == words_.end())
      fail(ErrorKind::data, "'{}' is no word of the {} of task = {}, which have {}; use other words", excerpt(word),
           whose_, task_, words_.size());
    return static_cast<int>(found - words_.begin()) + 1;
  }

  std::string task_;
  const char* whose_;
  std::string unit_;
  std::vector<std::string> words_;
};

template <class WordOf>
std::vector<std::string> words_to(int last, WordOf word_of) {
  std::vector<std::string> words;
  for (int number = 1; number <= last; ++number) words.push_back(word_of(number));
  return words;
}

// Sources, a line each, with or without their right answers, and the model that answers them.
class SourceConversation final : public Conversation {
 public:
  SourceConversation(const Experiment& experiment, const std::string& unit, int longest, bool draws)
      : experiment_(experiment),
        spec_(experiment.task->spec()),
        sources_(experiment.task_name, "sources", unit,
                 words_to(spec_.words, [&](int number) { return experiment.task->word(number); })),
        answers_(experiment.task_name, "answers", unit,
                 words_to(spec_.outputs - 1, [&](int number) { return experiment.task->answer_word(number); })),
        longest_(longest),
        draws_(draws) {}

  // Returns the words of the answer to a source, between blanks; behind a TAB, where the line has the right answer,
  // whether it is that, and what that costs; and a picture of where the words look if one is wanted. An empty line for
  // an empty line.
  std::string read_line(std::string_view line) override {
    if (const std::string problem = problem_of_text(line); !problem.empty()) fail(ErrorKind::data, "{}", problem);
    const std::optional<pairs::TextPair> pair = pairs::find_pair(line);
    if (pair && pair->source.empty())
      fail(ErrorKind::data, "the source is empty; expected words before the TAB, or between 'IN:' and 'OUT:'");
    const std::vector<int> source = sources_.numbers_of(pair ? pair->source : line);
    const std::vector<int> right = pair ? answers_.numbers_of(pair->target) : std::vector<int>();
    ++lines_;
    if (source.empty()) return "\n";
    const WrittenAnswer written = answer_source(experiment_, source, longest_, experiment_.evaluate.beam);
    std::string text;
    for (const int word : written.words) append_item(text, printable(experiment_.task->answer_word(word)), " ");
    if (!written.has_ended) text += " ...";
    if (pair) text += compared(source, right, written);
    text += "\n";
    return draws_ ? text + draw_alignments(trace_answer(experiment_, source, written)) : text;
  }
  std::string prompt() const override { return "> "; }
  std::string missing(bool) const override { return lines_ > 0 ? "" : "contains no line; expected a source on each"; }

  // Returns a line about all answers that were compared; "" if there are none.
  std::string verdict() const {
    if (compared_ == 0) return "";
    return fmt::format("{} of {} answers are right; {:.4f} nats a word under teacher forcing\n", right_, compared_,
                       nats_ / static_cast<double>(scored_));
  }

 private:
  // Counts an answer whose right one is known. Returns the verdict on it.
  std::string compared(std::span<const int> source, const std::vector<int>& right, const WrittenAnswer& written) {
    const bool is_right = written.words == right && (written.has_ended || !spec_.answers_end);
    const double nats = cost_of_answer(experiment_, source, right);
    ++compared_;
    right_ += is_right ? 1 : 0;
    nats_ += nats;
    scored_ += static_cast<int>(right.size()) + (spec_.answers_end ? 1 : 0);
    return fmt::format("\t{}\t{:.4f} nats", is_right ? "right" : "wrong", nats);
  }

  const Experiment& experiment_;
  const TaskSpec spec_;
  const SideWords sources_, answers_;
  int longest_;
  bool draws_;
  int lines_ = 0, compared_ = 0, right_ = 0, scored_ = 0;
  double nats_ = 0;  // of the right answers
};

}  // namespace

void ask_sources(const Experiment& experiment, const std::string& unit, const std::string& file, int longest,
                 bool draws) {
  SourceConversation conversation(experiment, unit, longest, draws || is_typed(file));
  read_lines(conversation, file);
  fmt::print("{}", conversation.verdict());
}

}  // namespace memnet
