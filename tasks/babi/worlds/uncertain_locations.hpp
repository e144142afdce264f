// Tasks 9 and 10: people go from room to room, and sentences say where they are in one way or another.
#pragma once

#include <vector>

#include "tasks/babi/worlds/names.hpp"
#include "tasks/babi/worlds/story_generator.hpp"

namespace memnet::babi {

// What was said last about somebody: that they are in the room, that they are not, or that they are in one of two.
struct Claim {
  enum { is, is_not, either } kind;
  int room, other_room;
  int line;
};

class ClaimTeller : public Teller {
 public:
  ClaimTeller(const Difficulty& difficulty, Cast cast, std::vector<std::string_view> sentences, Names answers);
  Story tell(RandomStream& stream) const override;

 protected:
  const std::string& room(int number) const { return language()["room"][static_cast<std::size_t>(number)]; }

 private:
  // A quarter of all statements are not as plain as the others: somebody has gone from one room to another.
  virtual Claim hint(RandomStream& stream, Draft& draft, const std::string& actor, int from, int to) const = 0;

  Claim claim(RandomStream& stream, Draft& draft, const std::string& actor, int from, int to) const;
  void ask(RandomStream& stream, Draft& draft, const std::string& actor, const Claim& claim, int where) const;

  int questions_, statements_;
};

}  // namespace memnet::babi
