// How tasks 2, 3, 5, 6, 7 and 8 tell what happens in a world of objects. They differ in what they ask.
#pragma once

#include <vector>

#include "tasks/babi/worlds/names.hpp"
#include "tasks/babi/worlds/object_world.hpp"
#include "tasks/babi/worlds/story_generator.hpp"

namespace memnet::babi {

struct ObjectTale {
  ObjectWorld world;
  std::vector<Event> events = {};
  Draft draft = {};
};

class ObjectTeller : public Teller {
 public:
  // What sets a task apart; `there` is how many of the gets say that the thing is "there".
  struct Manner {
    Cast cast = Cast::john;
    bool gives = false;
    double there = 1;
    std::vector<std::string_view> questions;
    Names answers;
    std::vector<Gap> gaps = {};  // besides those of statements
  };
  ObjectTeller(const Difficulty& difficulty, Manner manner);

  Story tell(RandomStream& stream) const override;

 protected:
  const std::string& actor(int number) const { return language()["actor"][static_cast<std::size_t>(number)]; }
  const std::string& room(int number) const { return language()["room"][static_cast<std::size_t>(number)]; }
  const std::string& object(int number) const { return language()["object"][static_cast<std::size_t>(number)]; }

 private:
  // Asks about one of the last five events, where one can be asked about.
  virtual void ask(RandomStream& stream, ObjectTale& tale) const = 0;

  int state(RandomStream& stream, Draft& draft, const Event& event) const;

  bool gives_;
  double there_;
  int questions_, statements_;
};

// Which event was the last one with that object.
std::size_t latest(const std::vector<Event>& events, int object);
// The moves of an actor among events from..to-1.
std::vector<const Event*> moves_of(const std::vector<Event>& events, int actor, std::size_t from, std::size_t to);

}  // namespace memnet::babi
