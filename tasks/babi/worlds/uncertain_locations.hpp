// Tasks 9 and 10: people go from room to room, and some sentences leave open where they are.
#pragma once

#include <vector>

#include "tasks/babi/worlds/names.hpp"
#include "tasks/babi/worlds/story_generator.hpp"

namespace memnet::babi {

// The last statement about a person.
struct Claim {
  enum {
    is,      // they are in `room`
    is_not,  // they are not in `room`
    either,  // they are in `room` or in `other_room`
  } kind;
  int room, other_room;
  int line;
};

class UncertainLocations : public StoryGenerator {
 public:
  UncertainLocations(const Difficulty& difficulty, Cast cast, std::vector<std::string_view> sentences, Names answers);
  StoryText generate(RandomStream& stream) const override;

 protected:
  const std::string& room(int number) const { return templates()["room"][static_cast<std::size_t>(number)]; }

 private:
  // Adds a statement that leaves open where a person is, who went from one room to another: a quarter of all
  // statements.
  virtual Claim uncertain_claim(RandomStream& stream, StoryBuilder& builder, const std::string& actor, int from,
                                int to) const = 0;

  Claim claim(RandomStream& stream, StoryBuilder& builder, const std::string& actor, int from, int to) const;
  void ask(RandomStream& stream, StoryBuilder& builder, const std::string& actor, const Claim& claim, int where) const;

  int questions_, statements_;
};

}  // namespace memnet::babi
