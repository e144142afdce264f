#include "tasks/pairs/writer.hpp"

#include "memnet/base/error.hpp"

namespace memnet::pairs {
inline namespace MEMNET_PRECISION {
namespace {

constexpr const char* kNothing = "_";

// The words of a line, with blanks between them.
class Words {
 public:
  void add(const std::string& word) {
    if (word.find_first_of(" \t\n\r") != word.npos)
      fail(ErrorKind::data,
           "the word '{}' cannot be written into a file of pairs, since a blank or a TAB in it would "
           "end it",
           word);
    if (!text_.empty()) text_ += ' ';
    text_ += word;
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

void add_sentences(const Task& task, const RaggedArray& sentences, const char* mark, Words& to) {
  for (int i = 0; i < sentences.size(); ++i) {
    for (const int word : sentences[i]) to.add(task.word(word));
    if (mark[0] != '\0') to.add(mark);
  }
}

Words source_of(const Task& task, const Episode& episode) {
  Words source;
  const Context& context = episode.context;
  if (!context.empty()) {
    add_sentences(task, context.sentences, context.has_questions() ? "." : "", source);
    add_sentences(task, context.questions, "?", source);
    return source;
  }
  int shown = episode.inputs.cols();
  while (shown > 0 && episode.inputs(0, shown - 1) == 0) --shown;
  for (int t = 0; t < shown; ++t) {
    const int word = static_cast<int>(episode.inputs(0, t));
    source.add(word == 0 ? kNothing : task.word(word));
  }
  return source;
}

}  // namespace

bool can_be_pairs(const TaskSpec& spec) {
  return entry_of(spec.answers).one_word && (spec.words > 0 || (!spec.has_context() && spec.input_words > 0));
}

std::string pair_line(const Task& task, const Episode& episode) {
  Words target;
  for (int t = 0; t < episode.steps(); ++t)
    if (const int word = static_cast<int>(episode.targets(0, t)); episode.mask(0, t) != 0 && word != 0)
      target.add(task.answer_word(word));
  return source_of(task, episode).text() + "\t" + target.text() + "\n";
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet::pairs
