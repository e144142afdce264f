#include "memnet/encoders/sentence_encoder.hpp"

#include <algorithm>
#include <cmath>

#include "memnet/base/error.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

void SentenceEncoder::declare(const Options::Section& options) {
  options.add(
      "encoding", encoding_, {"bag_of_words", "position", "position_in_sentence"},
      "sentence representation (4.1): the sum of its words; weighted by their position, as in the authors' code; or by "
      "their position in a sentence of this length, as in the paper");
  options.add("temporal_encoding", temporal_encoding_, "add an embedding of its time index to each sentence (4.1)");
  options.add("random_noise", random_noise_, 0, 1,
              "insert up to this fraction of empty time steps between sentences during training (4.1)");
}

// Positions are numbered from 0; the last one is that of the time index. With d = width and k = 1..d:
//   bag_of_words           a single position, all ones
//   position               J is the length of the longest sentence, with its time index:
//                          l_kj = 1 + 4 (k - (d + 1) / 2) (j - (J + 1) / 2) / (d J)
//   position_in_sentence   J is the length of this sentence (section 4.1), so there are J positions for each J:
//                          l_kj = (1 - j / J) - (k / d) (1 - 2 j / J); all ones for the time index
void SentenceEncoder::prepare(const TaskSpec& task, int slots, int width) {
  words_ = task.words;
  longest_ = task.sentence_words;
  time_indices_ = temporal_encoding_ ? slots : 0;
  const double d = width;
  if (encoding_ == "bag_of_words") {
    position_weights_.assign(width, 1, 1);
  } else if (encoding_ == "position") {
    const int J = longest_ + (temporal_encoding_ ? 1 : 0);
    position_weights_.assign(width, J);
    for (int j = 1; j <= J; ++j)
      for (int k = 1; k <= width; ++k)
        position_weights_(k - 1, j - 1) =
            static_cast<Scalar>(1 + 4 * (k - (d + 1) / 2) * (j - (J + 1) / 2.0) / (d * J));
  } else {
    position_weights_.assign(width, longest_ * (longest_ + 1) / 2 + 1, 1);
    for (int J = 1; J <= longest_; ++J)
      for (int j = 1; j <= J; ++j)
        for (int k = 1; k <= width; ++k) {
          const double part = static_cast<double>(j) / J;
          position_weights_(k - 1, position_of(j - 1, J)) = static_cast<Scalar>((1 - part) - k / d * (1 - 2 * part));
        }
  }
}

// Returns the position of word j, from 0, in a sentence of `length` words.
int SentenceEncoder::position_of(int j, int length) const {
  if (encoding_ == "bag_of_words") return 0;
  return encoding_ == "position" ? j : length * (length - 1) / 2 + j;
}

void SentenceEncoder::write_sentence(std::span<const int> sentence, Scalar* words, Scalar* positions) const {
  const int length = static_cast<int>(sentence.size());
  if (length > longest_)
    fail(ErrorKind::data, "a sentence has {} words, but the model was made for at most {}", length, longest_);
  for (int j = 0; j < length; ++j) {
    words[j] = static_cast<Scalar>(sentence[static_cast<std::size_t>(j)]);
    positions[j] = static_cast<Scalar>(position_of(j, length));
  }
}

namespace {

// The time indices of a story's sentences, from the newest to the oldest: 0, 1, 2, ... Random noise (section 4.1)
// inserts empty time steps: with one, four sentences may have the time indices 0, 1, 3, 4.
class TimeIndices {
 public:
  // Without a stream there is no noise.
  TimeIndices(int sentences, double noise, RandomStream* stream)
      : sentences_(sentences), steps_(sentences), stream_(stream) {
    if (stream != nullptr) steps_ += stream->between(0, static_cast<int>(std::ceil(noise * sentences)));
  }
  // Every choice of empty steps is equally likely: a step holds a sentence with probability sentences left / steps
  // left.
  int next() {
    while (steps_ > sentences_ && stream_->between(1, steps_) > sentences_) skip();
    --sentences_;
    return skip();
  }

 private:
  int skip() { return --steps_, index_++; }

  int sentences_, steps_;  // that are left
  RandomStream* stream_;
  int index_ = 0;
};

}  // namespace

SentenceEncoder::Encoded SentenceEncoder::sentences(Tape& tape, const Batch& batch, int slots) const {
  const int J = longest_ + (temporal_encoding_ ? 1 : 0);
  const Var words = tape.constant(J, slots, batch.size, 0), positions = tape.constant(J, slots, batch.size, 0);
  for (int b = 0; b < batch.size; ++b) {
    const auto example = static_cast<std::size_t>(b);
    const Context& story = batch.episodes[example].context;
    const int kept = SentenceEncoder::kept(story, slots), first = story.sentences.size() - kept;
    const bool is_random = random_noise_ > 0 && batch.mode == Mode::train;
    TimeIndices times(kept, random_noise_, is_random ? &batch.noise[example] : nullptr);
    for (int i = kept - 1; i >= 0; --i) {
      const std::span<const int> sentence = story.sentences[first + i];
      Scalar *w = words.value(b) + i * J, *p = positions.value(b) + i * J;
      write_sentence(sentence, w, p);
      if (!temporal_encoding_) continue;
      w[sentence.size()] = static_cast<Scalar>(words_ + 1 + std::min(times.next(), time_indices_ - 1));
      p[sentence.size()] = static_cast<Scalar>(position_of_time());
    }
  }
  return {words, positions};
}

SentenceEncoder::Encoded SentenceEncoder::question(Tape& tape, const Batch& batch, int q) const {
  const Var words = tape.constant(longest_, 1, batch.size, 0), positions = tape.constant(longest_, 1, batch.size, 0);
  for (int b = 0; b < batch.size; ++b) {
    const RaggedArray& questions = batch.episodes[static_cast<std::size_t>(b)].context.questions;
    if (q < questions.size()) write_sentence(questions[q], words.value(b), positions.value(b));
  }
  return {words, positions};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
