#include "tasks/babi/solver/objects.hpp"

namespace memnet::babi {

ReadEvent read_event(const Sentence& sentence) {
  ReadEvent event{.who = sentence.at(0), .thing = sentence.after("the"), .room = "", .to_whom = ""};
  if (sentence.has_one_of({"gave", "handed", "passed"})) {
    event.what = ReadEvent::gives;
    event.to_whom = sentence.after("to");
  } else if (sentence.has_one_of({"got", "took", "grabbed", "picked"})) {
    event.what = ReadEvent::gets;
  } else if (sentence.has_one_of({"dropped", "discarded", "left", "put"})) {
    event.what = ReadEvent::drops;
  } else if (sentence.has("to")) {
    event.what = ReadEvent::moves;
    std::swap(event.room, event.thing);
  }
  return event;
}

std::vector<ReadEvent> read_events(const Statements& statements) {
  std::vector<ReadEvent> events;
  for (const Sentence& sentence : statements) events.push_back(read_event(sentence));
  return events;
}

}  // namespace memnet::babi
