#include "memnet/models/decoding.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "memnet/base/error.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr double kImpossible = -std::numeric_limits<double>::infinity();

// Returns a value whose example i is example parents[i] of x. One with a single example is the same for all.
Var examples_of(Var x, std::span<const int> parents) {
  if (!x || x.batch() == 1) return x;
  const Var y = x.tape().constant(x.rows(), x.cols(), static_cast<int>(parents.size()), 0);
  for (std::size_t i = 0; i < parents.size(); ++i) {
    const auto row = static_cast<int>(i);
    std::copy_n(x.value(parents[i]), x.size(), y.value(row));
  }
  return y;
}

std::span<const Var> examples_of(Tape& tape, std::span<const Var> values, std::span<const int> parents) {
  const std::span<Var> chosen = tape.arena().allocate_array<Var>(values.size());
  std::ranges::transform(values, chosen.begin(), [&](Var x) { return examples_of(x, parents); });
  return chosen;
}

// Returns the logarithm of the sum of the exponentials of some logits.
double log_sum(const Scalar* logits, int words) {
  const double largest = static_cast<double>(*std::max_element(logits, logits + words));
  double sum = 0;
  for (int v = 0; v < words; ++v) sum += std::exp(static_cast<double>(logits[v]) - largest);
  return largest + std::log(sum);
}

// The beginnings of the answers to one example.
class Beam {
 public:
  Beam(Arena& arena, const Search& search, int most_steps, bool has_end)
      : width_(search.width),
        most_steps_(most_steps),
        has_end_(has_end),
        length_is_told_(search.length_is_told),
        words_(arena.allocate_array<int>(room())),
        before_(arena.allocate_array<int>(room())),
        best_words_(arena.allocate_array<int>(static_cast<std::size_t>(most_steps))),
        scores_(arena.allocate_array<double>(static_cast<std::size_t>(width_))),
        continuations_(arena.allocate_array<Continuation>(static_cast<std::size_t>(width_))) {
    std::ranges::fill(scores_, kImpossible);
    scores_[0] = 0;  // all are the same at first
  }

  bool is_over() const { return is_over_; }
  // Returns the last word of a beginning; 0 in the first step, or if there is no such beginning.
  int last_word(int k) const { return step_ == 0 || k >= count_ ? 0 : row(words_, k)[step_ - 1]; }

  // Continues all beginnings by a word, given the logits of each. Sets parents[k] to the beginning that beginning k
  // comes from.
  template <class Logits>
  void advance(Logits logits, int words, std::span<int> parents) {
    std::size_t kept = 0;
    for (int k = 0; k < count_; ++k) {
      const double before = scores_[static_cast<std::size_t>(k)];
      const Scalar* z = logits(k);
      const double total = log_sum(z, words);
      for (int v = 0; v < words; ++v)
        if (may_follow(v)) kept = keep({before + static_cast<double>(z[v]) - total, k, v}, kept);
    }
    std::swap(words_, before_);
    count_ = 0;
    if (kept == 0) scores_[0] = kImpossible;  // the logits are no numbers
    for (const Continuation& next : continuations_.first(kept)) {
      if (has_end_ && next.word == 0) {
        if (next.score > best_score_) end_with(next);
        continue;
      }
      std::copy_n(row(before_, next.parent), step_, row(words_, count_));
      row(words_, count_)[step_] = next.word;
      scores_[static_cast<std::size_t>(count_)] = next.score;
      parents[static_cast<std::size_t>(count_)] = next.parent;
      ++count_;
    }
    ++step_;
    const bool can_improve = count_ > 0 && scores_[0] > best_score_;
    is_over_ = !can_improve || step_ == most_steps_;
  }

  Answer answer() const {
    const bool is_open = count_ > 0 && (best_score_ == kImpossible || scores_[0] > best_score_);
    if (is_open || best_score_ == kImpossible)
      return {.words = std::span<const int>(row(words_, 0), static_cast<std::size_t>(count_ > 0 ? step_ : 0)),
              .has_ended = false,
              .nats = -scores_[0]};
    return {.words = best_words_.first(best_length_), .has_ended = true, .nats = -best_score_};
  }

 private:
  struct Continuation {
    double score = kImpossible;
    int parent = 0, word = 0;
  };

  bool may_follow(int word) const { return !has_end_ || !length_is_told_ || (word == 0) == (step_ + 1 == most_steps_); }
  std::size_t room() const { return static_cast<std::size_t>(width_) * static_cast<std::size_t>(most_steps_); }
  int* row(std::span<int> words, int k) const { return words.data() + k * most_steps_; }

  // Adds a continuation to the `kept` best ones, in falling order; of equal ones, the first stays before the others.
  // Returns how many there are then.
  std::size_t keep(const Continuation& next, std::size_t kept) {
    if (!(next.score > kImpossible)) return kept;
    if (kept == continuations_.size() && !(next.score > continuations_[kept - 1].score)) return kept;
    std::size_t i = std::min(kept, continuations_.size() - 1);
    for (; i > 0 && next.score > continuations_[i - 1].score; --i) continuations_[i] = continuations_[i - 1];
    continuations_[i] = next;
    return std::min(kept + 1, continuations_.size());
  }

  void end_with(const Continuation& last) {
    best_score_ = last.score;
    best_length_ = static_cast<std::size_t>(step_);
    std::copy_n(row(before_, last.parent), step_, best_words_.begin());
  }

  int width_, most_steps_;
  bool has_end_, length_is_told_;
  std::span<int> words_, before_;  // of each beginning, now and in the step before
  std::span<int> best_words_;      // of the best answer that has ended
  std::size_t best_length_ = 0;
  double best_score_ = kImpossible;
  std::span<double> scores_;
  std::span<Continuation> continuations_;
  int count_ = 1, step_ = 0;
  bool is_over_ = false;
};

}  // namespace

std::span<const Answer> decode(const Decoder& decoder, Tape& tape, const Batch& batch, std::span<const int> most_steps,
                               const Search& search) {
  if (tape.recording()) fail(ErrorKind::data, "decode: the tape records pullbacks; answers that are written have none");
  Arena& arena = tape.arena();
  const int B = batch.size, width = search.width;
  const auto rows = static_cast<std::size_t>(B) * static_cast<std::size_t>(width);
  const std::span<Answer> answers = arena.allocate_array<Answer>(static_cast<std::size_t>(B));
  Beam* const beams = arena.allocate<Beam>(static_cast<std::size_t>(B));
  for (int b = 0; b < B; ++b)
    new (beams + b) Beam(arena, search, most_steps[static_cast<std::size_t>(b)], decoder.has_end());
  const std::span<int> parents = arena.allocate_array<int>(rows);  // the row that each beginning comes from
  for (std::size_t i = 0; i < rows; ++i) parents[i] = static_cast<int>(i) / width;

  const Decoder::Beginning beginning = decoder.begin(tape, batch);
  const std::span<const Var> given = width == 1 ? beginning.given : examples_of(tape, beginning.given, parents);
  State state = width == 1 ? beginning.state : examples_of(tape, beginning.state, parents);
  const auto is_over = [&] { return std::all_of(beams, beams + B, [](const Beam& beam) { return beam.is_over(); }); };
  Tape::StepByStep steps(tape);
  for (int t = 0; !is_over(); ++t) {
    tape.set_step(t);
    steps.next();
    const Var word = tape.constant(1, 1, static_cast<int>(rows), 0);
    for (std::size_t i = 0; i < rows; ++i)
      *word.value(static_cast<int>(i)) =
          static_cast<Scalar>(beams[i / static_cast<std::size_t>(width)].last_word(static_cast<int>(i) % width));
    const Decoder::Step step = decoder.next(word, given, state);
    for (std::size_t i = 0; i < rows; ++i) parents[i] = static_cast<int>(i);
    for (int b = 0; b < B; ++b) {
      if (beams[b].is_over()) continue;
      const std::span<int> own = parents.subspan(static_cast<std::size_t>(b * width), static_cast<std::size_t>(width));
      for (int& parent : own) parent = 0;
      beams[b].advance([&](int k) { return step.logits.value(b * width + k); }, step.logits.rows(), own);
      for (int& parent : own) parent += b * width;
    }
    state = width == 1 ? step.state : examples_of(tape, step.state, parents);
  }
  for (int b = 0; b < B; ++b) answers[static_cast<std::size_t>(b)] = beams[b].answer();
  return answers;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
