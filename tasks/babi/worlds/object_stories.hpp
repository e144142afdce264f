// Tasks 2, 3, 5, 6, 7 and 8: stories about people and objects. The tasks differ in what they ask.
#pragma once

#include <vector>

#include "tasks/babi/worlds/names.hpp"
#include "tasks/babi/worlds/object_world.hpp"
#include "tasks/babi/worlds/story_generator.hpp"

namespace memnet::babi {

// One story while it is generated.
struct ObjectStory {
  ObjectWorld world;
  std::vector<Event> events = {};
  StoryBuilder builder = {};
};

class ObjectStories : public StoryGenerator {
 public:
  // What differs between the tasks, besides their questions.
  struct Variant {
    Cast cast = Cast::john;
    bool gives = false;  // whether people give objects to each other
    double there = 1;    // the fraction of sentences about taking an object that end with "there"
    std::vector<std::string_view> questions;
    Names answers;
    std::vector<Gap> gaps = {};  // of the questions, besides those of the statements
  };
  ObjectStories(const Difficulty& difficulty, Variant variant);

  StoryText generate(RandomStream& stream) const override;

 protected:
  const std::string& actor(int number) const { return templates()["actor"][static_cast<std::size_t>(number)]; }
  const std::string& room(int number) const { return templates()["room"][static_cast<std::size_t>(number)]; }
  const std::string& object(int number) const { return templates()["object"][static_cast<std::size_t>(number)]; }

 private:
  // Asks about one of the last five events, if possible.
  virtual void ask(RandomStream& stream, ObjectStory& story) const = 0;

  int state_event(RandomStream& stream, StoryBuilder& builder, const Event& event) const;

  bool gives_;
  double there_;
  int questions_, statements_;
};

// The index of the last event with this object.
std::size_t latest(const std::vector<Event>& events, int object);
// The moves of an actor among the events from..to-1.
std::vector<const Event*> moves_of(const std::vector<Event>& events, int actor, std::size_t from, std::size_t to);

}  // namespace memnet::babi
