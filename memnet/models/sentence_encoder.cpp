#include "memnet/models/sentence_encoder.hpp"

#include <algorithm>
#include <cmath>

#include "memnet/base/error.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

void SentenceEncoder::declare(const Options::Section& options) {
  options.add(
      "encoding", encoding_, {"bag_of_words", "position", "position_in_sentence"},
      "how a sentence is the sum of its words: as they are; weighted by their places, as the authors' code does; or by "
      "their places in a sentence of its length, as the paper writes it");
  options.add("time", ages_told_, "each sentence also says how long ago it was");
  options.add("noise", noise_, 0, 1,
              "while learning, up to this fraction of sentences more seem to have been said between");
}

// Places are numbered from 0; the last one is that of the word for an age.
//   bag of words           one place, all ones
//   position               j of J in all, the age's included:  l_kj = 1 + 4 (k - (d + 1) / 2) (j - (J + 1) / 2) / (d J)
//   position in sentence   j of J in this sentence (sec. 4.1): l_kj = (1 - j / J) - (k / d) (1 - 2 j / J); ones for the
//   age
void SentenceEncoder::prepare(const TaskSpec& task, int slots, int width) {
  words_ = task.words;
  longest_ = task.sentence_words;
  ages_ = ages_told_ ? slots : 0;
  const double d = width;
  if (encoding_ == "bag_of_words") {
    place_weights_.assign(width, 1, 1);
  } else if (encoding_ == "position") {
    const int J = longest_ + (ages_told_ ? 1 : 0);
    place_weights_.assign(width, J);
    for (int j = 1; j <= J; ++j)
      for (int k = 1; k <= width; ++k)
        place_weights_(k - 1, j - 1) = static_cast<Scalar>(1 + 4 * (k - (d + 1) / 2) * (j - (J + 1) / 2.0) / (d * J));
  } else {
    place_weights_.assign(width, longest_ * (longest_ + 1) / 2 + 1, 1);
    for (int J = 1; J <= longest_; ++J)
      for (int j = 1; j <= J; ++j)
        for (int k = 1; k <= width; ++k) {
          const double part = static_cast<double>(j) / J;
          place_weights_(k - 1, place_of(j - 1, J)) = static_cast<Scalar>((1 - part) - k / d * (1 - 2 * part));
        }
  }
}

// The place of word j, from 0, in a sentence of so many words.
int SentenceEncoder::place_of(int j, int length) const {
  if (encoding_ == "bag_of_words") return 0;
  return encoding_ == "position" ? j : length * (length - 1) / 2 + j;
}

void SentenceEncoder::say(std::span<const int> sentence, Scalar* words, Scalar* places) const {
  const int length = static_cast<int>(sentence.size());
  if (length > longest_)
    fail(ErrorKind::data, "a sentence has {} words, but the model was made for at most {}", length, longest_);
  for (int j = 0; j < length; ++j) {
    words[j] = static_cast<Scalar>(sentence[static_cast<std::size_t>(j)]);
    places[j] = static_cast<Scalar>(place_of(j, length));
  }
}

namespace {

// The ages of a story's sentences, from the newest to the oldest: 0, 1, 2, ... With noise, a few moments in between,
// chosen at random, in which nothing was said (section 4.1: random noise).
class Ages {
 public:
  Ages(int sentences, double noise, RandomStream* chance)
      : sentences_(sentences), moments_(sentences), chance_(chance) {
    if (chance != nullptr) moments_ += chance->between(0, static_cast<int>(std::ceil(noise * sentences)));
  }
  int next() {
    // Each set of moments is as likely as any other.
    while (moments_ > sentences_ && chance_->between(1, moments_) > sentences_) skip();
    --sentences_;
    return skip();
  }

 private:
  int skip() { return --moments_, age_++; }

  int sentences_, moments_;  // that are left
  RandomStream* chance_;
  int age_ = 0;
};

}  // namespace

SentenceEncoder::Encoded SentenceEncoder::sentences(Tape& tape, const Batch& batch, int slots) const {
  const int J = longest_ + (ages_told_ ? 1 : 0);
  const Var words = tape.constant(J, slots, batch.size, 0), places = tape.constant(J, slots, batch.size, 0);
  for (int b = 0; b < batch.size; ++b) {
    const auto place = static_cast<std::size_t>(b);
    const RaggedArray& told = batch.episodes[place].story.sentences;
    const int kept = std::min(told.size(), slots), first = told.size() - kept;
    Ages ages(kept, noise_, noise_ > 0 && batch.mode == Mode::train ? &batch.noise[place] : nullptr);
    for (int i = kept - 1; i >= 0; --i) {
      const std::span<const int> sentence = told[first + i];
      Scalar *w = words.value(b) + i * J, *p = places.value(b) + i * J;
      say(sentence, w, p);
      if (!ages_told_) continue;
      w[sentence.size()] = static_cast<Scalar>(words_ + 1 + std::min(ages.next(), ages_ - 1));
      p[sentence.size()] = static_cast<Scalar>(place_of_age());
    }
  }
  return {words, places};
}

SentenceEncoder::Encoded SentenceEncoder::question(Tape& tape, const Batch& batch, int q) const {
  const Var words = tape.constant(longest_, 1, batch.size, 0), places = tape.constant(longest_, 1, batch.size, 0);
  for (int b = 0; b < batch.size; ++b) {
    const RaggedArray& questions = batch.episodes[static_cast<std::size_t>(b)].story.questions;
    if (q < questions.size()) say(questions[q], words.value(b), places.value(b));
  }
  return {words, places};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
