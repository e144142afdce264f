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

}  // namespace

void PlaceLayer::build(const Scope& scope, const TaskSpec& task, int embedding) {
  if (!task.has_context())
    fail(ErrorKind::usage, "an encoder reads contexts, but this task has none; take another task");
  words_ = task.place_numbers > 0 ? 0 : task.words;
  width_ = words_ == 0 ? task.place_numbers : embedding;
  if (words_ > 0) table_ = scope("embedding", embedding, words_, Init::normal(1));
}

Places PlaceLayer::apply(Tape& tape, const Batch& batch) const {
  Places places;
  places.length = tape.constant(1, 1, batch.size, 0);
  int longest = 0;
  for (int b = 0; b < batch.size; ++b) {
    const int count = count_places(batch.episodes[static_cast<std::size_t>(b)].context);
    if (count == 0) fail(ErrorKind::data, "a context is empty, so there is nothing to encode");
    *places.length.value(b) = static_cast<Scalar>(count);
    longest = std::max(longest, count);
  }
  const auto N = static_cast<std::size_t>(longest);
  const auto allocate = [&](std::span<Var>& values, int rows) {
    values = tape.arena().allocate_array<Var>(N);
    for (Var& value : values) value = tape.constant(rows, 1, batch.size, 0);
  };
  allocate(places.present, 1);
  words_ > 0 ? allocate(places.words, 1) : allocate(places.x, width_);
  for (int b = 0; b < batch.size; ++b) {
    const Context& context = batch.episodes[static_cast<std::size_t>(b)].context;
    std::size_t place = 0;
    for (int i = 0; i < context.numbers.cols(); ++i) {
      std::ranges::copy(context.numbers.column(i), places.x[place].value(b));
      *places.present[place++].value(b) = 1;
    }
    for (int i = 0; i < context.sentences.size(); ++i)
      for (const int word : context.sentences[i]) {
        if (word < 1 || word > words_)
          fail(ErrorKind::data, "a context holds word {}, but the model was made for words 1 to {}", word, words_);
        *places.words[place].value(b) = static_cast<Scalar>(word);
        *places.present[place++].value(b) = 1;
      }
  }
  if (words_ == 0) return places;
  places.x = tape.arena().allocate_array<Var>(N);
  for (std::size_t i = 0; i < N; ++i) places.x[i] = lookup(tape[table_], places.words[i]);
  return places;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
