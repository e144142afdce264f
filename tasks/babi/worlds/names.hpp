// The names of people, rooms and objects. The released tasks use the first few of each list; more difficult stories use
// further names.
#pragma once

#include "tasks/babi/worlds/difficulty.hpp"
#include "tasks/babi/worlds/templates.hpp"

namespace memnet::babi {

// The released tasks use three groups of people, each named here after its first member, and two sets of rooms.
enum class Cast {
  john,  // John, Mary, Sandra, Daniel
  mary,  // Mary, Fred, Bill, Jeff
  fred,  // Fred, Mary, Bill, Julie; they move between other rooms than the other two
};

struct Person {
  const char* name;
  const char* pronoun;
};
// Each returns the first `count` names, or those of the released tasks if `count` is zero.
std::vector<Person> people(Cast cast, int count);
Names actors(Cast cast, int count);
Names rooms(Cast cast, int count);
Names objects(int count);

// Verbs and adverbs of the same meaning.
extern const Names kMoves, kGets, kDrops, kGives, kAdverbs;

}  // namespace memnet::babi
