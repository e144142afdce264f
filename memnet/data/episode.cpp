#include "memnet/data/episode.hpp"

#include <algorithm>
#include <utility>

#include "memnet/base/error.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

void Episode::assign_context(int answer_steps) {
  assign(0, 1, answer_steps);
  inputs.assign(0, 0);
  answers = TargetKind::word;
}

void Episode::score_answers() {
  for (int t = 0; t < steps(); ++t) {
    context.answered_at.push_back(t);
    mask(0, t) = 1;
  }
}

int Episode::items() const {
  if (inputs.cols() == 0) return context.places();
  return static_cast<int>(*std::ranges::max_element(item_shown.numbers()));
}

namespace {

// Writes the words or numbers of a context, and then its questions or its mark, into the steps of a sequence.
class SequenceWriter {
 public:
  SequenceWriter(Episode& episode, int words)
      : episode_(episode), context_(episode.context), words_(words), first_mark_(words + 1) {}

  // Returns the number of steps.
  int steps() const {
    int steps = context_.numbers.cols();
    const int stop = context_.has_questions() ? 1 : 0;
    for (const RaggedArray* lists : {&context_.sentences, &context_.questions})
      for (int i = 0; i < lists->size(); ++i) steps += static_cast<int>((*lists)[i].size()) + stop;
    return context_.has_questions() ? steps : steps + 1 + static_cast<int>(context_.answered_at.size());
  }

  void write_story() {
    for (int i = 0; i < context_.sentences.size(); ++i) {
      write_words(context_.sentences[i]);
      episode_.inputs(0, t_) = static_cast<Scalar>(first_mark_);
      episode_.item_shown(0, t_++) = static_cast<Scalar>(i + 1);
    }
    for (int i = 0; i < context_.questions.size(); ++i) {
      write_words(context_.questions[i]);
      episode_.inputs(0, t_) = static_cast<Scalar>(first_mark_ + 1);
      answer_at(i, t_++);
    }
  }

  void write_source() {
    for (int i = 0; i < context_.places(); ++i) {
      if (context_.numbers.cols() > 0)
        std::ranges::copy(context_.numbers.column(i), episode_.inputs.column(t_++).begin());
      else
        write_words(context_.sentences[i]);
      episode_.item_shown(0, t_ - 1) = static_cast<Scalar>(i + 1);
    }
    if (context_.numbers.cols() > 0)
      episode_.inputs(context_.numbers.rows(), t_++) = 1;
    else
      episode_.inputs(0, t_++) = static_cast<Scalar>(first_mark_);
    for (std::size_t i = 0; i < context_.answered_at.size(); ++i) answer_at(static_cast<int>(i), t_++);
  }

 private:
  void write_words(std::span<const int> sentence) {
    for (const int word : sentence) {
      if (word < 1 || word > words_)
        fail(ErrorKind::data, "a context holds word {}, but its task has words 1 to {}", word, words_);
      episode_.inputs(0, t_++) = static_cast<Scalar>(word);
    }
  }
  void answer_at(int i, int t) {
    episode_.mask(0, t) = 1;
    episode_.context.answered_at[static_cast<std::size_t>(i)] = t;
  }

  Episode& episode_;
  const Context& context_;
  int words_, first_mark_;
  int t_ = 0;
};

}  // namespace

void context_to_sequence(Episode& episode, int words) {
  const Context& context = episode.context;
  if (episode.inputs.cols() > 0 || context.empty()) return;
  SequenceWriter writer(episode, words);
  const int steps = writer.steps(), rows = episode.targets.rows();
  // item_asked holds the answers for now and is filled last: a copy of the answers would allocate memory each time.
  std::swap(episode.targets, episode.item_asked);
  const Matrix& answers = episode.item_asked;
  const bool numbers = context.numbers.cols() > 0;
  episode.input_words = numbers ? 0 : words + (context.has_questions() ? 2 : 1);
  episode.inputs.assign(numbers ? context.numbers.rows() + 1 : 1, steps);
  episode.targets.assign(rows, steps);
  for (Matrix* part : {&episode.mask, &episode.item_shown}) part->assign(1, steps);
  context.has_questions() ? writer.write_story() : writer.write_source();
  for (std::size_t i = 0; i < context.answered_at.size(); ++i)
    std::ranges::copy(answers.column(static_cast<int>(i)), episode.targets.column(context.answered_at[i]).begin());
  episode.item_asked.assign(1, steps);
  for (std::size_t i = 0; i < context.answered_at.size(); ++i)
    if (const std::span<const int> places = context.supports_of(static_cast<int>(i)); places.size() == 1)
      episode.item_asked(0, context.answered_at[i]) = static_cast<Scalar>(places[0] + 1);
}

void write_one_hot(const Episode& episode, int t, Scalar* channels) {
  if (const int word = static_cast<int>(episode.inputs(0, t)); word > 0) channels[word - 1] = 1;
}

Matrix words_of_one_hot(const Matrix& columns) {
  Matrix words(1, columns.cols());
  for (int t = 0; t < columns.cols(); ++t)
    for (int channel = 0; channel < columns.rows(); ++channel)
      if (columns(channel, t) != 0) words(0, t) = static_cast<Scalar>(channel + 1);
  return words;
}

int count_scored(const Episode& episode) {
  int steps = 0;
  for (const Scalar m : episode.mask.numbers()) steps += m != 0 ? 1 : 0;
  return steps * episode.targets.rows();
}

double negative_log_likelihood(const Matrix& answer, const Episode& episode) {
  const TargetKindEntry& kind = entry_of(episode.answers);
  double nats = 0;
  for (int t = 0; t < episode.steps(); ++t)
    if (episode.mask(0, t) != 0) nats += kind.cost(answer.column(t), episode.targets.column(t));
  return nats;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
