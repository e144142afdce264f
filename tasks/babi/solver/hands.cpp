// Tasks 5, 7 and 8: which person gives, receives and carries which object.
#include <map>
#include <set>

#include "tasks/babi/solver/objects.hpp"

namespace memnet::babi {
namespace {

// The last event of giving that matches; "" matches everything.
ReadEvent last_gift(const Statements& statements, const std::string& giver, const std::string& thing,
                    const std::string& receiver) {
  const std::vector<ReadEvent> events = read_events(statements);
  const auto fits = [](const std::string& wanted, const std::string& is) { return wanted.empty() || wanted == is; };
  for (auto event = events.rbegin(); event != events.rend(); ++event)
    if (event->what == ReadEvent::gives && fits(giver, event->who) && fits(thing, event->thing) &&
        fits(receiver, event->to_whom))
      return *event;
  return {};
}

}  // namespace

std::string solve_three_arg_relations(const Statements& statements, const Sentence& question) {
  const std::string thing = question.after("the");
  if (question.at(0) == "what") return last_gift(statements, question.at(2), "", question.last()).thing;
  if (question.at(1) == "did") return last_gift(statements, question.at(2), thing, "").to_whom;
  if (question.at(1) == "received") return last_gift(statements, "", thing, "").to_whom;
  return last_gift(statements, "", thing, question.after("to")).who;
}

// How many objects is mary carrying?
std::string solve_counting(const Statements& statements, const Sentence& question) {
  const std::string person = question.after("is");
  std::set<std::string> carried;
  for (const ReadEvent& event : read_events(statements)) {
    if (event.what == ReadEvent::gets && event.who == person) carried.insert(event.thing);
    if ((event.what == ReadEvent::drops || event.what == ReadEvent::gives) && event.who == person)
      carried.erase(event.thing);
    if (event.what == ReadEvent::gives && event.to_whom == person) carried.insert(event.thing);
  }
  constexpr const char* kNumbers[] = {"none", "one", "two", "three", "four", "five", "six", "seven", "eight"};
  return carried.size() < std::size(kNumbers) ? kNumbers[carried.size()] : "";
}

// What is mary carrying? The answer lists objects in the order in which she first took them.
std::string solve_lists_sets(const Statements& statements, const Sentence& question) {
  const std::string person = question.after("is");
  std::vector<std::string> order;
  std::map<std::string, bool> carried;
  for (const ReadEvent& event : read_events(statements)) {
    if (event.who != person || event.thing.empty()) continue;
    if (!carried.contains(event.thing)) order.push_back(event.thing);
    carried[event.thing] = event.what == ReadEvent::gets;
  }
  std::string list;
  for (const std::string& thing : order)
    if (carried[thing]) list += (list.empty() ? "" : ",") + thing;
  return list.empty() ? "nothing" : list;
}

}  // namespace memnet::babi
