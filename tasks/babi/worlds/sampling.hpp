// Random choices from lists.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <utility>
#include <vector>

#include "memnet/base/random.hpp"

namespace memnet::babi {

// An index of a list of that size, each equally likely.
inline int sample_index(RandomStream& stream, std::size_t size) {
  return stream.between(0, static_cast<int>(size) - 1);
}

// An index that is none of `taken`.
inline int sample_other_index(RandomStream& stream, std::size_t size, std::initializer_list<int> taken) {
  while (true) {
    const int index = sample_index(stream, size);
    if (std::ranges::find(taken, index) == taken.end()) return index;
  }
}

// An item of the list, each equally likely.
template <class Item>
const Item& sample_item(RandomStream& stream, const std::vector<Item>& list) {
  return list[static_cast<std::size_t>(sample_index(stream, list.size()))];
}

// The first `count` of the numbers 0..size-1 in random order (Fisher and Yates).
inline std::vector<int> sample_indices(RandomStream& stream, int size, int count) {
  std::vector<int> indices(static_cast<std::size_t>(size));
  for (int i = 0; i < size; ++i) indices[static_cast<std::size_t>(i)] = i;
  for (int i = 0; i < count; ++i)
    std::swap(indices[static_cast<std::size_t>(i)], indices[static_cast<std::size_t>(stream.between(i, size - 1))]);
  indices.resize(static_cast<std::size_t>(count));
  return indices;
}

// Samples one of the last five clauses of a story, among those that can be asked about; null if there is none. This is
// what the released questions are about: a person who is mentioned in two of the last clauses is asked about twice as
// often, and nothing older is asked about.
template <class Clause, class Answerable>
const Clause* sample_recent(RandomStream& stream, const std::vector<Clause>& clauses, Answerable answerable,
                            std::size_t last = 5) {
  std::vector<const Clause*> recent;
  for (std::size_t i = clauses.size() > last ? clauses.size() - last : 0; i < clauses.size(); ++i)
    if (answerable(clauses[i])) recent.push_back(&clauses[i]);
  return recent.empty() ? nullptr : sample_item(stream, recent);
}

}  // namespace memnet::babi
