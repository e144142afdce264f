#include "memnet/encoders/place_layer.hpp"

#include <algorithm>

#include "memnet/base/error.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// Returns the number of places of a context, word by word.
int count_places(const Context& context) {
  int places = context.numbers.cols();
  for (int i = 0; i < context.sentences.size(); ++i) places += static_cast<int>(context.sentences[i].size());
  return places;
}

// Returns the words of question q; none if there are fewer questions.
std::span<const int> words_of_question(const Context& context, int q) {
  return q < context.questions.size() ? context.questions[q] : std::span<const int>();
}

// Returns a list of numbers, one for each example, that lives as long as the values of the tape.
template <class Count>
std::span<const int> count_each(Tape& tape, const Batch& batch, Count count) {
  const std::span<int> counts = tape.arena().allocate_array<int>(static_cast<std::size_t>(batch.size));
  std::ranges::transform(batch.episodes, counts.begin(),
                         [&](const Episode& episode) { return count(episode.context); });
  return counts;
}

}  // namespace

void PlaceLayer::build(const Scope& scope, const TaskSpec& task, int embedding) {
  if (!task.has_context())
    fail(ErrorKind::usage, "an encoder reads contexts, but this task has none; take another task");
  words_ = task.place_numbers > 0 ? 0 : task.words;
  width_ = words_ == 0 ? task.place_numbers : embedding;
  if (words_ > 0) table_ = scope("embedding", embedding, words_, Init::normal(1));
}

// Returns places that hold nothing yet, as many for each example as `counts` says.
Places PlaceLayer::lay_out(Tape& tape, const Batch& batch, PlaceForm form, std::span<const int> counts) const {
  Places places;
  places.length = tape.constant(1, 1, batch.size, 0);
  std::ranges::copy(counts, places.length.value());
  const int longest = *std::ranges::max_element(counts);
  const auto allocate = [&](std::span<Var>& values, int rows) {
    values = tape.arena().allocate_array<Var>(static_cast<std::size_t>(longest));
    for (Var& value : values) value = tape.constant(rows, 1, batch.size, 0);
  };
  if (form == PlaceForm::one_by_one) {
    allocate(places.present, 1);
    for (std::size_t i = 0; i < places.present.size(); ++i)
      for (int b = 0; b < batch.size; ++b)
        *places.present[i].value(b) = static_cast<int>(i) < counts[static_cast<std::size_t>(b)] ? 1 : 0;
  }
  if (words_ > 0)
    allocate(places.words, 1);
  else if (form == PlaceForm::one_by_one)
    allocate(places.x, width_);
  else
    places.rows = tape.constant(longest, width_, batch.size, 0);
  return places;
}

// Sets words of example b, from this place on, which is then the one behind them.
void PlaceLayer::put_words(Places& places, std::span<const int> sentence, int b, std::size_t& place) const {
  for (const int word : sentence) {
    if (word < 1 || word > words_)
      fail(ErrorKind::data, "a context holds word {}, but the model was made for words 1 to {}", word, words_);
    *places.words[place++].value(b) = static_cast<Scalar>(word);
  }
}

// Returns the embeddings of words.
std::span<Var> PlaceLayer::look_up(Tape& tape, std::span<const Var> words) const {
  const std::span<Var> x = tape.arena().allocate_array<Var>(words.size());
  std::ranges::transform(words, x.begin(), [&](Var word) { return lookup(tape[table_], word); });
  return x;
}

Places PlaceLayer::apply(Tape& tape, const Batch& batch, PlaceForm form) const {
  const std::span<const int> counts = count_each(tape, batch, count_places);
  if (std::ranges::find(counts, 0) != counts.end())
    fail(ErrorKind::data, "a context is empty, so there is nothing to encode");
  Places places = lay_out(tape, batch, form, counts);
  for (int b = 0; b < batch.size; ++b) {
    const Context& context = batch.episodes[static_cast<std::size_t>(b)].context;
    std::size_t place = 0;
    for (int i = 0; i < context.numbers.cols(); ++i) {
      const std::span<const Scalar> numbers = context.numbers.column(i);
      if (form == PlaceForm::one_by_one)
        std::ranges::copy(numbers, places.x[place++].value(b));
      else
        for (int k = 0; k < width_; ++k)
          places.rows.value(b)[k * places.rows.rows() + i] = numbers[static_cast<std::size_t>(k)];
    }
    for (int i = 0; i < context.sentences.size(); ++i) put_words(places, context.sentences[i], b, place);
  }
  if (words_ == 0) return places;
  const std::span<Var> x = look_up(tape, places.words);
  if (form == PlaceForm::rows)
    places.rows = join_rows(places.length, x);
  else
    places.x = x;
  return places;
}

Places PlaceLayer::apply_question(Tape& tape, const Batch& batch, int q) const {
  const std::span<const int> counts = count_each(tape, batch, [q](const Context& context) {
    return std::max(1, static_cast<int>(words_of_question(context, q).size()));
  });
  Places places = lay_out(tape, batch, PlaceForm::one_by_one, counts);
  for (int b = 0; b < batch.size; ++b) {
    std::size_t place = 0;
    put_words(places, words_of_question(batch.episodes[static_cast<std::size_t>(b)].context, q), b, place);
  }
  places.x = look_up(tape, places.words);
  places.rows = join_rows(places.length, places.x);
  return places;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
