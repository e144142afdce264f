// Tasks 1, 11, 12 and 13: people go from room to room, and are asked for.
#pragma once

#include <string_view>
#include <vector>

#include "tasks/babi/worlds/names.hpp"
#include "tasks/babi/worlds/story_generator.hpp"

namespace memnet::babi {

class Wanderers {
 public:
  Wanderers(const Language& language, const std::vector<Person>& people, RandomStream& stream);

  // That many people go to a room where none of them is.
  void go(RandomStream& stream, Draft& draft, std::string_view sentence, int count);
  // They go on to another one. The sentence calls them he, she or they, so that the answer rests on both sentences.
  void go_on(RandomStream& stream, Draft& draft, std::string_view sentence);

  // Where is one of those who moved of late?
  void ask(RandomStream& stream, Draft& draft) const;

 private:
  void move(RandomStream& stream, Draft& draft, std::string_view sentence);

  const Language& language_;
  const std::vector<Person>& people_;
  std::vector<int> room_;                // of each person; where they start is never told
  std::vector<std::vector<int>> lines_;  // that say where each person is
  std::vector<int> going_;               // who went last
  std::vector<int> told_;                // whom each clause was about
};

class WanderTeller : public Teller {
 public:
  WanderTeller(const Difficulty& difficulty, std::vector<std::string_view> sentences);
  Story tell(RandomStream& stream) const override;

 private:
  // Tells a sentence, or two that belong together; gives how many.
  virtual int wander(RandomStream& stream, Draft& draft, Wanderers& wanderers) const = 0;

  std::vector<Person> people_;
  int questions_, statements_;
};

}  // namespace memnet::babi
