#include "tasks/babi/worlds/names.hpp"

#include <initializer_list>

namespace memnet::babi {
namespace {

// The first `count` of both lists together; if `count` is zero, the released ones.
template <class Item>
std::vector<Item> first(std::initializer_list<Item> released, std::initializer_list<Item> others, int count) {
  std::vector<Item> all = released;
  if (count > 0) {
    all.insert(all.end(), others.begin(), others.end());
    all.resize(static_cast<std::size_t>(count));
  }
  return all;
}

}  // namespace

std::vector<Person> people(Cast cast, int count) {
  const std::initializer_list<Person> others = {{"Anna", "she"},  {"Peter", "he"},  {"Clara", "she"}, {"Thomas", "he"},
                                                {"Helen", "she"}, {"Robert", "he"}, {"Laura", "she"}, {"Martin", "he"}};
  switch (cast) {
    case Cast::john:
      return first({{"John", "he"}, {"Mary", "she"}, {"Sandra", "she"}, {"Daniel", "he"}}, others, count);
    case Cast::mary: return first({{"Mary", "she"}, {"Fred", "he"}, {"Bill", "he"}, {"Jeff", "he"}}, others, count);
    case Cast::fred: return first({{"Fred", "he"}, {"Mary", "she"}, {"Bill", "he"}, {"Julie", "she"}}, others, count);
  }
  return {};
}

Names actors(Cast cast, int count) {
  Names names;
  for (const Person& person : people(cast, count)) names.emplace_back(person.name);
  return names;
}

Names rooms(Cast cast, int count) {
  if (cast == Cast::fred)
    return first<std::string>({"bedroom", "cinema", "kitchen", "office", "park", "school"},
                              {"bank", "library", "museum", "restaurant", "station", "theatre"}, count);
  return first<std::string>({"bathroom", "bedroom", "garden", "hallway", "kitchen", "office"},
                            {"attic", "balcony", "cellar", "garage", "library", "pantry"}, count);
}

Names objects(int count) {
  return first<std::string>({"apple", "football", "milk"}, {"book", "candle", "hammer", "lamp", "umbrella"}, count);
}

const Names kMoves = {"went", "journeyed", "travelled", "moved", "went back"};
const Names kGets = {"got", "took", "grabbed", "picked up"};
const Names kDrops = {"dropped", "discarded", "left", "put down"};
const Names kGives = {"gave", "handed", "passed"};
const Names kAdverbs = {"then", "after that", "afterwards", "following that"};

}  // namespace memnet::babi
