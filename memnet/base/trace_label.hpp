// Labels of traced values, in typed terms. Tables and pictures of traces select values by these terms and never by a
// name, so they show a new kind of head or memory without a change.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace memnet {

// trace_label.def explains every term.
enum class TracedKind {
#define MEMNET_TRACED_KIND(word, meaning) word,
#include "memnet/base/trace_label.def"
};
enum class TracedRole {
#define MEMNET_TRACED_ROLE(word, meaning) word,
#include "memnet/base/trace_label.def"
};
enum class TracedAxis {
#define MEMNET_TRACED_AXIS(word, meaning) word,
#include "memnet/base/trace_label.def"
};

// Returns the words of TracedKind, TracedRole or TracedAxis, in the order of the terms.
template <class Term>
std::span<const std::string_view> traced_words();
template <>
std::span<const std::string_view> traced_words<TracedKind>();
template <>
std::span<const std::string_view> traced_words<TracedRole>();
template <>
std::span<const std::string_view> traced_words<TracedAxis>();

// Returns the word of a term, as run files hold it.
template <class Term>
std::string word_of(Term term) {
  return std::string(traced_words<Term>()[static_cast<std::size_t>(term)]);
}

// Returns the term with this word; nothing if there is none.
template <class Term>
std::optional<Term> term_of(std::string_view word) {
  const std::span<const std::string_view> words = traced_words<Term>();
  const auto found = std::ranges::find(words, word);
  if (found == words.end()) return std::nullopt;
  return static_cast<Term>(found - words.begin());
}

// Returns the index of the first of `count` numbers along an axis: -R for offsets from -R to R, 0 for every other axis.
inline int first_index(TracedAxis axis, int count) { return axis == TracedAxis::offset ? -(count / 2) : 0; }

struct TraceLabel {
  std::string head;  // the head or part that the value belongs to: "read0", "stack0"; "" for the task and the model
  std::string name;  // of the value within it: "weighting", "gated"; for display
  TracedKind kind = TracedKind::model;
  TracedRole role = TracedRole::state;
  TracedAxis axis = TracedAxis::single;

  // Returns "read0/weighting", which is unique in a trace.
  std::string path() const { return head.empty() ? name : head + "/" + name; }
};

}  // namespace memnet
