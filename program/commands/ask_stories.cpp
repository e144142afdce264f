#include "program/commands/ask_stories.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <vector>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"
#include "memnet/base/utf8.hpp"
#include "memnet/math/kernels.hpp"
#include "program/commands/ask_dialog.hpp"
#include "program/experiment/trace_episode.hpp"
#include "program/records/snapshots.hpp"
#include "program/report/text/story_text.hpp"
#include "program/text/printable.hpp"
#include "tasks/babi/format/lines.hpp"
#include "tasks/babi/format/words.hpp"

namespace memnet {
namespace {

constexpr std::size_t kMostGuessed = 40;  // letters of a word for which a similar one is looked for

// The story so far, and the model that answers questions about it.
class StoryConversation final : public Conversation {
 public:
  StoryConversation(const Experiment& experiment, int answers)
      : experiment_(experiment), spec_(experiment.task->spec()), answers_(answers) {
    for (int number = 1; number <= spec_.words; ++number) words_.push_back(experiment.task->word(number));
  }

  // Adds a sentence to the story, or answers a question; a blank line, or "new", ends the story.
  std::string read_line(std::string_view text) override {
    const std::optional<babi::StoryLine> line = trimmed(text) == "new" ? std::nullopt : reader_.read(text);
    if (!line) {
      reader_.end_story();
      story_ended_ = true;
      return "";
    }
    const std::vector<int> words = word_numbers(line->line.text);
    const int answer = line->line.answer.empty() ? 0 : number_of(babi::answer_word(line->line.answer));
    reader_.accept(*line);
    ++understood_;
    if (line->starts_story) sentences_.clear();
    story_ended_ = false;
    if (line->is_question) return reply(words, answer);
    sentences_.add_list(words);
    return "";
  }

  std::string prompt() const override { return fmt::format("{}> ", story_ended_ ? 1 : sentences_.size() + 1); }
  std::string missing(bool at_terminal) const override {
    if (at_terminal) return understood_ > 0 ? "" : "no line was understood; expected a story and a question";
    return questions_ > 0 ? ""
                          : "contains no question; expected a story and a question, which is a line that ends with '?'";
  }
  int compared() const { return compared_; }
  int right() const { return right_; }

 private:
  bool knows(std::string_view word) const { return std::ranges::find(words_, word) != words_.end(); }

  int number_of(const std::string& word) const {
    if (!knows(word))
      fail(ErrorKind::data, "'{}' is no word of task = {}, which has {} words{}", excerpt(word), experiment_.task_name,
           words_.size(), advice_for(word));
    return static_cast<int>(std::ranges::find(words_, word) - words_.begin()) + 1;
  }

  // Returns what to do about an unknown word.
  std::string advice_for(const std::string& word) const {
    const std::vector<std::string> unmarked = babi::split_words(word);
    if (babi::ends_sentence(word) && !unmarked.empty() && knows(unmarked[0]))
      return "; if the line has several sentences, write each on a line of its own";
    const std::string guess = word.size() > kMostGuessed ? "" : nearest(word, words_);
    return guess.empty() ? "; use other words" : fmt::format("; did you mean '{}'?", guess);
  }

  std::vector<int> word_numbers(std::string_view text) const {
    std::vector<int> numbers;
    for (const std::string& word : babi::split_words(text)) numbers.push_back(number_of(word));
    // A model that reads word by word takes sentences of any length.
    const bool at_once = experiment_.model->input_form() == InputForm::context;
    if (at_once && numbers.size() > static_cast<std::size_t>(spec_.sentence_words))
      fail(ErrorKind::data, "'{}' has {} words, but the model reads sentences of at most {}; write a shorter one",
           excerpt(text), numbers.size(), spec_.sentence_words);
    return numbers;
  }

  std::string reply(std::span<const int> question, int expected) {
    Episode episode;
    episode.assign_context(1);
    episode.context.sentences = sentences_;
    episode.context.questions.add_list(question);
    episode.context.supports.add_list({});
    episode.context.answered_at.push_back(0);
    episode.targets(0, 0) = static_cast<Scalar>(expected);
    episode.mask(0, 0) = 1;
    if (experiment_.model->input_form() == InputForm::sequence) context_to_sequence(episode, spec_.words);
    const RunRecord::Trace trace = trace_episode(*experiment_.task, *experiment_.model, experiment_.params, episode);
    const Matrix& outputs = *find_panel(trace, TracedRole::output);
    return draw_story(trace) + "\n" + list_answers(outputs.column(outputs.cols() - 1), expected) + "\n";
  }

  // Returns the most probable words, one a line, and counts the question.
  std::string list_answers(std::span<const Scalar> probabilities, int expected) {
    if (!kernels::all_finite(probabilities.data(), static_cast<int>(probabilities.size())))
      fail(ErrorKind::data, "the model's answer is not finite; its run has diverged, train it again");
    // A model may have more outputs than the task has words (such as the ages of sentences): they are left out.
    std::vector<int> order(static_cast<std::size_t>(spec_.outputs));
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, std::greater(),
                             [&](int word) { return probabilities[static_cast<std::size_t>(word)]; });
    const std::string verdict = expected == 0 ? "" : order[0] == expected ? "  right" : "  wrong";
    ++questions_;
    compared_ += expected == 0 ? 0 : 1;
    right_ += expected != 0 && order[0] == expected ? 1 : 0;
    std::string text;
    for (const int word : std::span(order).first(std::min(order.size(), static_cast<std::size_t>(answers_))))
      text += fmt::format("{:>8.1f} %  {}{}\n", 100 * probabilities[static_cast<std::size_t>(word)],
                          word == 0 ? "nothing" : printable(words_[static_cast<std::size_t>(word) - 1]),
                          text.empty() ? verdict : "");
    return text;
  }

  const Experiment& experiment_;
  const TaskSpec spec_;
  const int answers_;
  std::vector<std::string> words_;  // of the task, from number 1 on
  babi::LineReader reader_{babi::LineReader::Numbers::optional};
  RaggedArray sentences_;
  bool story_ended_ = false;
  int understood_ = 0, questions_ = 0, compared_ = 0, right_ = 0;  // lines; and of these, questions
};

}  // namespace

void ask_about_stories(const Experiment& experiment, const std::string& file, int answers) {
  StoryConversation conversation(experiment, answers);
  read_lines(conversation, file);
  if (conversation.compared() > 0)
    fmt::print("{} of {} answers are as expected\n", conversation.right(), conversation.compared());
}

}  // namespace memnet
