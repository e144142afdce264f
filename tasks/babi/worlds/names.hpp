// Who and what appears in stories. The released tasks use the first few of each list; more difficult ones go on with
// further names.
#pragma once

#include "tasks/babi/worlds/difficulty.hpp"
#include "tasks/babi/worlds/templates.hpp"

namespace memnet::babi {

// Three casts of people, and two sets of rooms: the released tasks were made at different times. Zero is as released.
enum class Cast { john, mary, fred };  // by who comes first

struct Person {
  const char* name;
  const char* pronoun;
};
std::vector<Person> people(Cast cast, int count);
Names actors(Cast cast, int count);
Names rooms(Cast cast, int count);
Names objects(int count);

// Ways to say the same.
extern const Names kMoves, kGets, kDrops, kGives, kAdverbs;

}  // namespace memnet::babi
