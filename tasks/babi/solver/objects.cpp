#include "tasks/babi/solver/objects.hpp"

namespace memnet::babi {

Happening read_happening(const Sentence& sentence) {
  Happening happening{.who = sentence.at(0), .thing = sentence.after("the"), .room = "", .to_whom = ""};
  if (sentence.has_one_of({"gave", "handed", "passed"})) {
    happening.what = Happening::gives;
    happening.to_whom = sentence.after("to");
  } else if (sentence.has_one_of({"got", "took", "grabbed", "picked"})) {
    happening.what = Happening::gets;
  } else if (sentence.has_one_of({"dropped", "discarded", "left", "put"})) {
    happening.what = Happening::drops;
  } else if (sentence.has("to")) {
    happening.what = Happening::moves;
    std::swap(happening.room, happening.thing);
  }
  return happening;
}

std::vector<Happening> read_happenings(const Statements& statements) {
  std::vector<Happening> happenings;
  for (const Sentence& sentence : statements) happenings.push_back(read_happening(sentence));
  return happenings;
}

}  // namespace memnet::babi
