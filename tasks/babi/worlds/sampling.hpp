// Drawing from lists.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <utility>
#include <vector>

#include "memnet/base/random.hpp"

namespace memnet::babi {

// A place in a list of that size, each alike.
inline int draw_place(RandomStream& stream, std::size_t size) { return stream.between(0, static_cast<int>(size) - 1); }

// A place that is none of `taken`.
inline int draw_other(RandomStream& stream, std::size_t size, std::initializer_list<int> taken) {
  while (true) {
    const int place = draw_place(stream, size);
    if (std::ranges::find(taken, place) == taken.end()) return place;
  }
}

template <class Item>
const Item& draw(RandomStream& stream, const std::vector<Item>& list) {
  return list[static_cast<std::size_t>(draw_place(stream, list.size()))];
}

// The first `count` of the numbers 0..size-1 in random order (Fisher and Yates).
inline std::vector<int> draw_places(RandomStream& stream, int size, int count) {
  std::vector<int> places(static_cast<std::size_t>(size));
  for (int i = 0; i < size; ++i) places[static_cast<std::size_t>(i)] = i;
  for (int i = 0; i < count; ++i)
    std::swap(places[static_cast<std::size_t>(i)], places[static_cast<std::size_t>(stream.between(i, size - 1))]);
  places.resize(static_cast<std::size_t>(count));
  return places;
}

// One of the last five clauses of a story that can be asked about; null where none can. This is what the released
// questions are about: who is mentioned twice of late is asked for twice as often, and nothing older is.
template <class Clause, class Answerable>
const Clause* draw_recent(RandomStream& stream, const std::vector<Clause>& told, Answerable answerable,
                          std::size_t last = 5) {
  std::vector<const Clause*> recent;
  for (std::size_t i = told.size() > last ? told.size() - last : 0; i < told.size(); ++i)
    if (answerable(told[i])) recent.push_back(&told[i]);
  return recent.empty() ? nullptr : draw(stream, recent);
}

}  // namespace memnet::babi
